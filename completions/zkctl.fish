# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_zkctl_global_optspecs
    string join \n C/connect= connect-timeout= session-timeout= auth-file= read-only color= o/output= columns= no-header time= bytes= timeout= q/quiet y/yes h/help V/version
end

function __fish_zkctl_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_zkctl_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_zkctl_using_subcommand
    set -l cmd (__fish_zkctl_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c zkctl -n "__fish_zkctl_needs_command" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_needs_command" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_needs_command" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_needs_command" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_needs_command" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_needs_command" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_needs_command" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_needs_command" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_needs_command" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_needs_command" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_needs_command" -s V -l version -d 'Print version'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "ls" -d 'List the children of a node'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "tree" -d 'Draw a node and all below it'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "find" -d 'Find nodes by name, kind, owner, age or size'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "du" -d 'Say how much data and how many nodes subtrees hold'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "get" -d 'Print the data of nodes'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "stat" -d 'Print the status of nodes'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "exists" -d 'Say whether a node exists: exit code 0 or 3'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "create" -d 'Create a node and print its path'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "set" -d 'Change the data of a node'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "put" -d 'Create a node or change its data'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "touch" -d 'Write nodes again as they are: a new version and time; create those that are missing'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "cp" -d 'Copy a node, or a subtree, to another place'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "delete" -d 'Delete nodes without children'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "rm" -d 'Delete nodes without children'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "deleteall" -d 'Delete a node and all below it'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "rmr" -d 'Delete a node and all below it'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "acl" -d 'Print or change the ACL of a node'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "quota" -d 'Limit how many nodes and how much data subtrees may have'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "setquota" -d 'zkCli\'s spelling of `quota set`'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "listquota" -d 'zkCli\'s spelling of `quota get`'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "delquota" -d 'zkCli\'s spelling of `quota rm`'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "getAcl" -d 'zkCli\'s spelling of `acl get`'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "setAcl" -d 'zkCli\'s spelling of `acl set`'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "addauth" -d 'Add credentials to the session'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "sync" -d 'Wait until the server has caught up with the leader'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "watch" -d 'Print what happens to a node, as it happens'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "wait" -d 'Wait until a node exists, is gone, or is as it should be'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "multi" -d 'Run several writes: all of them or none'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "queue" -d 'Put into a queue, take from it'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "counter" -d 'A number that many may change'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "ephemerals" -d 'List the ephemeral nodes of this session'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "count" -d 'Count the children of a node and all nodes below it'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "whoami" -d 'Print whom the server takes us for'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "session" -d 'Look at sessions: where they are, what they hold'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "status" -d 'Print the state of every server: role, lag, load, version'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "server" -d 'Ask the servers themselves'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "cluster" -d 'Look at the ensemble as a whole'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "config" -d 'Look at the members of the ensemble and change them'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "check" -d 'Check one number against two thresholds, for monitoring'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "doctor" -d 'Look for what is wrong or unwise, and say what mends it'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "smoke" -d 'Try that servers work: write, read, watch, delete'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "leader" -d 'Print who leads; change it where the servers can'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "version" -d 'Print the version'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "log" -d 'Read transaction logs, without a server'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "snap" -d 'Read snapshots, without a server'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "playground" -d 'Start a server or an ensemble on temporary data in this process, with a shell on it'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "lock" -d 'Run a command while holding a lock'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "elect" -d 'Stand for election, and run a command while leading; or listen who leads'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "barrier" -d 'Wait for others: until all have come, until all are done, until a node is gone'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "group" -d 'Be a member of a group, or see who is'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "bench" -d 'Measure a server: throughput and latency percentiles'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "completions" -d 'Print a script that completes this program\'s arguments in your shell'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "man" -d 'Print the manual page, for `man -l -`'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "help" -d 'Explain a command or a topic: exit-codes, shell, env'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s l -l long -d 'One line per child: type, version, size, children, time, owner'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s s -l stat -d 'The node\'s own status too'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s R -l recursive -d 'Every node below, by full path'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s w -l watch -d 'Say once in the shell when it changes'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -s d -l depth -d 'Go down so many levels at the most' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l max-nodes -d 'Stop after so many nodes' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -s s -l size -d 'The size of each node\'s data too'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l ascii -d 'Draw with ASCII characters'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -s n -l name -d 'Nodes whose name matches: `*` and `?` stand for anything, `[a-c]` for one of these' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -s t -l type -d 'Nodes of this kind' -r -f -a "persistent\t''
ephemeral\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l owner -d 'Ephemeral nodes of this session' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l older -d 'Nodes whose data has not changed for so long' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l newer -d 'Nodes whose data has changed within this time' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l min-size -d 'Nodes with so much data at least: 512, 64k, 1M' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l min-children -d 'Nodes with so many children at least' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -s d -l depth -d 'Go down so many levels at the most' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l empty -d 'Nodes without data and without children'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -s d -l depth -d 'Show subtrees so many levels down; deeper nodes count for those above' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l by -d 'What to order by, largest first' -r -f -a "bytes\t''
nodes\t''
children\t''
path\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l top -d 'Only the first so many' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s s -l stat -d 'The status too'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s b -l base64 -d 'Print as base64'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s x -l hex -d 'Print as a hex dump'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s w -l watch -d 'Say once in the shell when it changes'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -s w -l watch -d 'Say once in the shell when it changes'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s t -l ttl -d 'Goes when unchanged and childless for so long; a bare number is milliseconds' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l acl -d 'SCHEME:ID:PERMS[,…], PERMS of cdrwa [default: world:anyone:cdrwa]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s b -l base64 -d 'DATA is base64'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s x -l hex -d 'DATA is hex digits'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l literal -d 'Take DATA as it stands, even `-` and `@…`'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s e -l ephemeral -d 'Ephemeral: goes when this session ends'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s s -l sequential -d 'Append a ten-digit counter to the name'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s c -l container -d 'Container: goes some time after its last child'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s p -l parents -d 'Create missing parents'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l idempotent -d 'With --sequential: put a unique tag before the name (_c_UUID-), by which the node is found again after a lost connection, so that it is never created twice'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s v -l version -d 'Only if the node has this version' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s b -l base64 -d 'DATA is base64'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s x -l hex -d 'DATA is hex digits'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l literal -d 'Take DATA as it stands, even `-` and `@…`'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s s -l stat -d 'Print the new status'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s b -l base64 -d 'DATA is base64'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s x -l hex -d 'DATA is hex digits'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l literal -d 'Take DATA as it stands, even `-` and `@…`'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s p -l parents -d 'Create missing parents'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -s p -l parents -d 'Create missing parents'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l acl -d 'ACL of the copies: keep, or SCHEME:ID:PERMS[,…]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l ephemerals -d 'What becomes of ephemeral nodes: they cannot be copied as such, their session is another\'s' -r -f -a "fail\t''
skip\t''
persist\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -s r -l recursive -d 'All nodes below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -s p -l parents -d 'Create missing parents of the copy'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l overwrite -d 'Write over nodes that are there already; their children stay'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -s v -l version -d 'Only if the node has this version' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -s v -l version -d 'Only if the node has this version' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l max-nodes -d 'Refuse to delete more nodes than this' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -s b -l batch -d 'Nodes per request' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l dry-run -d 'Count and say what would be deleted, delete nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l max-nodes -d 'Refuse to delete more nodes than this' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -s b -l batch -d 'Nodes per request' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l dry-run -d 'Count and say what would be deleted, delete nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "get" -d 'Print the ACL of a node'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "set" -d 'Replace the ACL of a node'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "add" -d 'Give permissions besides those that are there'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "rm" -d 'Take permissions, or all of an identity\'s'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "check" -d 'Print what somebody may do with a node, and by which entry'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "copy" -d 'Give a node the ACL of another one'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "explain" -d 'Explain an ACL in words; nothing is asked or changed'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "digest" -d 'Print the id that scheme digest has for a user; the password is asked for, or is a line of stdin'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -s s -l stat -d 'The status too'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s v -l version -d 'Only if the ACL has this version' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s s -l stat -d 'Print the new status'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s R -l recursive -d 'Every node below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l dry-run -d 'Print who would lose and gain what, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -s R -l recursive -d 'Every node below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l dry-run -d 'Print who would lose and gain what, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -s R -l recursive -d 'Every node below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l dry-run -d 'Print who would lose and gain what, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l need -d 'Exit code 5 unless all of these are granted' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -s R -l recursive -d 'Every node below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l dry-run -d 'Print who would lose and gain what, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -f -a "get" -d 'Print the quota of a node, and how much of it is used'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -f -a "set" -d 'Limit how many nodes, or how much data, a subtree may have'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -f -a "ls" -d 'List the quotas of a node and of its children'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -f -a "rm" -d 'Take a quota away, or some of its limits'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s n -d 'Soft limit of nodes, the first one included' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s b -d 'Soft limit of bytes of data: 512, 64k, 1M' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s N -d 'Hard limit of nodes' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s B -d 'Hard limit of bytes' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -s R -l recursive -d 'Those of all nodes below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l usage -d 'How much of each is used'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s n -d 'Only the soft limit of nodes'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s b -d 'Only the soft limit of bytes'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s N -d 'Only the hard limit of nodes'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s B -d 'Only the hard limit of bytes'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s n -d 'Soft limit of nodes, the first one included' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s b -d 'Soft limit of bytes of data: 512, 64k, 1M' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s N -d 'Hard limit of nodes' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s B -d 'Hard limit of bytes' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s n -d 'Only the soft limit of nodes'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s b -d 'Only the soft limit of bytes'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s N -d 'Only the hard limit of nodes'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s B -d 'Only the hard limit of bytes'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -s s -l stat -d 'The status too'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s v -l version -d 'Only if the ACL has this version' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s s -l stat -d 'Print the new status'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s R -l recursive -d 'Every node below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l dry-run -d 'Print who would lose and gain what, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -s m -l mode -d 'What to watch, and how [default: persistent]' -r -f -a "data\t''
children\t''
any\t''
persistent\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l count -d 'End after so many events' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l for -d 'End after this time' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -s R -l recursive -d 'Every node below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l initial -d 'First report what is there'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l diff -d 'Show how data and children have changed'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l until -d 'exists, gone, version>N, value=TEXT or children>=N; for numbers also =, >=, <, <=' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l wait -d 'Longest wait; --timeout behind the command means the same [default: for ever]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -s f -l file -d 'Operations, one per line: create|set|delete|check with the arguments of those commands; `-` is stdin' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l check -d 'Refuse unless PATH has VERSION' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -f -a "put" -d 'Put entries at the end'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -f -a "take" -d 'Take the first entry and print its data'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -f -a "peek" -d 'Print the data of the first entry, which stays'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -f -a "ls" -d 'List the entries'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l layout -d 'Whose queue it is' -r -f -a "kazoo\t''
curator\t''
curator-simple\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l priority -d 'Place among the others, 0 to 999, lower first; only in kazoo\'s layout, where 100 is usual' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -s b -l base64 -d 'DATA is base64'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -s x -l hex -d 'DATA is hex digits'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l literal -d 'Take DATA as it stands, even `-` and `@…`'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l layout -d 'Whose queue it is' -r -f -a "kazoo\t''
curator\t''
curator-simple\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l wait -d 'Wait for an entry, for ever or so long' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l layout -d 'Whose queue it is' -r -f -a "kazoo\t''
curator\t''
curator-simple\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l layout -d 'Whose queue it is' -r -f -a "kazoo\t''
curator\t''
curator-simple\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -f -a "get" -d 'Print the number'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -f -a "add" -d 'Add to it, and print the new number'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -f -a "cas" -d 'Change it if it is what you think: exit code 4 if it is not'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l layout -d 'How the number is written' -r -f -a "kazoo\t''
curator\t''
curator-long\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l layout -d 'How the number is written' -r -f -a "kazoo\t''
curator\t''
curator-long\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l layout -d 'How the number is written' -r -f -a "kazoo\t''
curator\t''
curator-long\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -f -a "ls" -d 'List the sessions that are connected, with the client, the server, and how many ephemerals each has'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -f -a "get" -d 'Print everything that is known about a session: its connection, ephemerals and watches'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -f -a "owner" -d 'Print the session that owns an ephemeral node, and who that is'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -f -a "ephemerals" -d 'List the ephemeral nodes of all sessions (`ephemerals` lists those of this one)'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -f -a "whoami" -d 'Print whom the server takes us for'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -f -a "shed" -d 'Let a server close a share of its connections, so that their clients go elsewhere (AdminServer)'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l sort -d 'What to order by' -r -f -a "session\t''
ephemerals\t''
queue\t''
received\t''
latency\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l percent -d 'Share of the connections to close' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l interval -d 'How long from one to the next' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l wait -d 'Wait for a state; exit code 7 if it does not come in time' -r -f -a "healthy\t''
quorum\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l wait-limit -d 'How long to wait for it' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l watch -d 'Print again and again, until Ctrl-C'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -f -a "ls" -d 'List the servers of the connect string and the members of the ensemble, and who answers'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -f -a "stats" -d 'Print what a server is doing: role, zxid, load, latencies'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -f -a "metrics" -d 'Print every metric of a server'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -f -a "env" -d 'Print the environment of a server\'s process'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -f -a "conf" -d 'Print the configuration in effect'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -f -a "conns" -d 'List the client connections'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -f -a "watches" -d 'List the watches of the clients: of each session, of each path, or just how many'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -f -a "reset-stats" -d 'Set a server\'s latencies and packet counts to zero'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -f -a "4lw" -d 'Send a four-letter word to every server and print the answers'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -f -a "admin" -d 'Send a command to the AdminServers and print the answers'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -s g -l grep -d 'Only metrics whose name matches this regular expression' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l by -d 'What to list by; listing walks all watches of a server and slows a busy one' -r -f -a "count\t''
session\t''
path\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l conns -d 'Those of the connections too'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l post -d 'Send this body with POST; `@FILE` reads a file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -f -a "status" -d 'Print the state of every server, the lag of each follower, and whether there is a quorum'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -f -a "members" -d 'List the members of the ensemble, as its servers tell them'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -f -a "epochs" -d 'Compare the epochs and zxids of the servers: exit code 10 if they contradict each other'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -f -a "verify" -d 'Compare the servers\' trees by their digests: exit code 10 if two differ'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l interval -d 'How long from one to the next' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l wait -d 'Wait for a state; exit code 7 if it does not come in time' -r -f -a "healthy\t''
quorum\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l wait-limit -d 'How long to wait for it' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l watch -d 'Print again and again, until Ctrl-C'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l online -d 'Ask running servers (files are compared by `zkctl log`)'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -f -a "show" -d 'Print the members of the ensemble and the version of that list'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -f -a "history" -d 'List the memberships that dynamic configuration files of a directory hold, oldest first'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -f -a "plan" -d 'Say what a change would mean, and whether it is wise; change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -f -a "add" -d 'Add members, or change their lines'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -f -a "remove" -d 'Remove members'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -f -a "set" -d 'Replace the whole list of members'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -f -a "apply" -d 'Make the members those of a file, by adding and removing what differs'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l add -d 'A line to add or change: server.N=…' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l remove -d 'An id to remove' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l set -d 'The whole list instead: server.N=…' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -s v -l version -d 'Only if the list has this version, 0x… or decimal' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l dry-run -d 'Print what it would mean, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -s v -l version -d 'Only if the list has this version, 0x… or decimal' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l dry-run -d 'Print what it would mean, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -s v -l version -d 'Only if the list has this version, 0x… or decimal' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l dry-run -d 'Print what it would mean, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -s v -l version -d 'Only if the list has this version, 0x… or decimal' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l dry-run -d 'Print what it would mean, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l of -d 'Of a node: what to measure' -r -f -a "children\t''
bytes\t''
age\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l warn -d 'From this value on it is a warning; a number, or a time such as 20ms' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l crit -d 'From this value on it is critical' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l format -d 'For whom' -r -f -a "text\t''
nagios\t''
prometheus\t''
json\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l only -d 'Only these checks, by their ids' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l bundle -d 'Write what was found and what the servers said to a file, for support; it holds no secrets and no data' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l scan-nodes -d 'Look at so many nodes of the tree at the most; 0 leaves it alone' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l fix-hints -d 'Print what mends each finding on a line of its own'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l list -d 'List the checks'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l servers -d 'A session with every server at once, each of which must see what the others write; or one after the other' -r -f -a "all\t''
one-by-one\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l root -d 'The node to work below; made if missing' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -f -a "show" -d 'Print who leads, since when, and who follows'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -f -a "move" -d 'Ask for another leader: exit code 14 where the servers cannot (Apache ZooKeeper cannot)'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -f -a "cat" -d 'Print the transactions of log files, oldest first'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l path -d 'Only transactions that touch a path that matches: `*` within a name, `**` across names' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l session -d 'Only transactions of this session' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l since -d 'From here on: a zxid (0x…), or a time such as 2026-03-01T14:00Z' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l until -d 'Up to here, inclusive' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l style -d 'Print as another program does' -r -f -a "java\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l strict -d 'Stop at the first damaged record'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -f -a "cat" -d 'Print the sessions and nodes of snapshot files'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l style -d 'Print as another program does' -r -f -a "java\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -s d -l data -d 'Print the data too'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l servers -d 'How many servers; more than one are an ensemble' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l port -d 'Port on 127.0.0.1 for clients, of the first server; 0 takes free ones' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l data-dir -d 'Keep the data here instead of in a temporary directory' -r -f -a "(__fish_complete_directories)"
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l permits -d 'A semaphore of so many permits, even if it is one; everyone must say the same number' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l wait -d 'Longest wait for the lock; --timeout behind the command means the same [default: for ever]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l grace -d 'Time between SIGTERM and SIGKILL when the lock is lost' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l layout -d 'With whose locks to get along' -r -f -a "curator\t''
kazoo\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l id -d 'What others see of us [default: HOST:PID]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l read -d 'Share with other readers'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l write -d 'Keep readers and writers out'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l ls -d 'List who holds it and who waits, in either layout'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l id -d 'What others see of us [default: HOST:PID]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l count -d 'With --listen: end after so many lines' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l wait -d 'Longest wait until we lead; --timeout behind the command means the same [default: for ever]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l grace -d 'Time between SIGTERM and SIGKILL when leadership is lost' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l layout -d 'With whose elections to get along' -r -f -a "curator\t''
curator-selector\t''
kazoo\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l listen -d 'Print who leads and every change, and do not stand for election'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -f -a "enter" -d 'Come to a double barrier, wait until enough have, and leave with the others when the command is done'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -f -a "leave" -d 'Close a double barrier\'s door and wait until every member has left'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -f -a "wait" -d 'Wait until a single barrier is lifted: until its node is gone'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l members -d 'How many must have come' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l wait -d 'Longest wait for the others, on each side; --timeout here means the same [default: for ever]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l layout -d 'How to spell our node\'s name: both are understood by both' -r -f -a "curator\t''
kazoo\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l id -d 'What others see of us [default: HOST:PID]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l wait -d 'Longest wait; --timeout here means the same [default: for ever]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l wait -d 'Longest wait; --timeout here means the same [default: for ever]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -f -a "join" -d 'Be a member while a command runs, or until Ctrl-C'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -f -a "ls" -d 'List the members'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -f -a "watch" -d 'Print who is there, then who comes and goes'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l layout -d 'Whose group it is' -r -f -a "curator\t''
kazoo\t''
kazoo-shallow\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l id -d 'What we are called [default: HOST:PID]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l data -d 'Data of our node' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l layout -d 'Whose group it is' -r -f -a "curator\t''
kazoo\t''
kazoo-shallow\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l layout -d 'Whose group it is' -r -f -a "curator\t''
kazoo\t''
kazoo-shallow\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l count -d 'End after so many lines' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l for -d 'End after this time' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l mix -d 'Shares of a mixed load in percent: read:90,write:10 or read:50,write:40,create:10' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -s c -l connections -l clients -d 'Connections, each with a session of its own' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l pipeline -d 'Requests under way on each connection' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l size -d 'Size of values in bytes' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l keys -d 'Nodes to spread reads and writes over' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l reads -d 'Share of reads in percent, for mixed' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -s d -l duration -d 'How long to measure' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -s n -l ops -d 'Measure so many requests, however long they take' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l warmup -d 'How long to run before measuring' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l rate -d 'Requests per second over all connections, such as 5000/s (open loop: a latency counts from when the request was due); as many as the server answers if not given' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l baseline -d 'Compare with an earlier run, written by -o json: exit code 10 if this one is worse' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l tolerance -d 'How much worse is worse, in percent of the baseline' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l threads -d 'Threads of the load generator' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l root -d 'Node to work below; made if missing, and what was made is deleted at the end' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l per-server -d 'Print what each server\'s connections saw, too'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l all -d 'Write the scripts for all shells into a directory' -r -f -a "(__fish_complete_directories)"
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l all -d 'Write the pages of all commands into a directory' -r -f -a "(__fish_complete_directories)"
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -s C -l connect -d 'Servers to connect to, as host:port[,host:port…][/chroot]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l connect-timeout -d 'Longest wait for a server to accept us' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l session-timeout -d 'Session timeout to ask for' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l auth-file -d 'Credentials to add, one SCHEME:CREDENTIALS per line' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l read-only -d 'Accept a server that has lost its quorum and serves reads only'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -s h -l help -d 'Print help'
