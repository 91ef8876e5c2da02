# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_zkctl_global_optspecs
    string join \n C/connect= P/profile= config= no-config connect-timeout= session-timeout= retries= server= sync read-only accept-read-only auth= auth-file= auth-cmd= sasl= tls tls-ca= tls-cert= tls-key= tls-name= tls-insecure client-configuration= color= o/output= columns= no-header time= bytes= timeout= q/quiet y/yes no-input confirm= deadline= h/help V/version
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

complete -c zkctl -n "__fish_zkctl_needs_command" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_needs_command" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_needs_command" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_needs_command" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_needs_command" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_needs_command" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_needs_command" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_needs_command" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_needs_command" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_needs_command" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_needs_command" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_needs_command" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_needs_command" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_needs_command" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_needs_command" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_needs_command" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_needs_command" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_needs_command" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_needs_command" -l no-input -d 'Never ask for anything: what would have to be asked fails'
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
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "profile" -d 'Choose, show and keep profiles: servers, TLS and credentials under a name'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "completions" -d 'Print a script that completes this program\'s arguments in your shell'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "man" -d 'Print the manual page, for `man -l -`'
complete -c zkctl -n "__fish_zkctl_needs_command" -f -a "help" -d 'Explain a command or a topic: exit-codes, shell, env'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s l -l long -d 'One line per child: type, version, size, children, time, owner'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s s -l stat -d 'The node\'s own status too'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s R -l recursive -d 'Every node below, by full path'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s w -l watch -d 'Say once in the shell when it changes'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -s d -l depth -d 'Go down so many levels at the most' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l max-nodes -d 'Stop after so many nodes' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -s s -l size -d 'The size of each node\'s data too'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l ascii -d 'Draw with ASCII characters'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand tree" -l no-input -d 'Never ask for anything: what would have to be asked fails'
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
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l empty -d 'Nodes without data and without children'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand find" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -s d -l depth -d 'Show subtrees so many levels down; deeper nodes count for those above' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l by -d 'What to order by, largest first' -r -f -a "bytes\t''
nodes\t''
children\t''
path\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l top -d 'Only the first so many' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand du" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s s -l stat -d 'The status too'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s b -l base64 -d 'Print as base64'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s x -l hex -d 'Print as a hex dump'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s w -l watch -d 'Say once in the shell when it changes'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand get" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -s w -l watch -d 'Say once in the shell when it changes'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand stat" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand exists" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s t -l ttl -d 'Goes when unchanged and childless for so long; a bare number is milliseconds' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l acl -d 'SCHEME:ID:PERMS[,…], PERMS of cdrwa [default: world:anyone:cdrwa]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s b -l base64 -d 'DATA is base64'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s x -l hex -d 'DATA is hex digits'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l literal -d 'Take DATA as it stands, even `-` and `@…`'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s e -l ephemeral -d 'Ephemeral: goes when this session ends'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s s -l sequential -d 'Append a ten-digit counter to the name'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s c -l container -d 'Container: goes some time after its last child'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s p -l parents -d 'Create missing parents'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l idempotent -d 'With --sequential: put a unique tag before the name (_c_UUID-), by which the node is found again after a lost connection, so that it is never created twice'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand create" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s v -l version -d 'Only if the node has this version' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s b -l base64 -d 'DATA is base64'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s x -l hex -d 'DATA is hex digits'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l literal -d 'Take DATA as it stands, even `-` and `@…`'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s s -l stat -d 'Print the new status'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand set" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s b -l base64 -d 'DATA is base64'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s x -l hex -d 'DATA is hex digits'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l literal -d 'Take DATA as it stands, even `-` and `@…`'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s p -l parents -d 'Create missing parents'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand put" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -s p -l parents -d 'Create missing parents'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand touch" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l acl -d 'ACL of the copies: keep, or SCHEME:ID:PERMS[,…]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l ephemerals -d 'What becomes of ephemeral nodes: they cannot be copied as such, their session is another\'s' -r -f -a "fail\t''
skip\t''
persist\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -s r -l recursive -d 'All nodes below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -s p -l parents -d 'Create missing parents of the copy'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l overwrite -d 'Write over nodes that are there already; their children stay'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand cp" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -s v -l version -d 'Only if the node has this version' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand delete" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -s v -l version -d 'Only if the node has this version' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand rm" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l max-nodes -d 'Refuse to delete more nodes than this [default: 100]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -s b -l batch -d 'Nodes per request' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l dry-run -d 'Count and say what would be deleted, delete nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand deleteall" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l max-nodes -d 'Refuse to delete more nodes than this [default: 100]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -s b -l batch -d 'Nodes per request' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l dry-run -d 'Count and say what would be deleted, delete nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand rmr" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "get" -d 'Print the ACL of a node'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "set" -d 'Replace the ACL of a node'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "add" -d 'Give permissions besides those that are there'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "rm" -d 'Take permissions, or all of an identity\'s'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "check" -d 'Print what somebody may do with a node, and by which entry'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "copy" -d 'Give a node the ACL of another one'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "explain" -d 'Explain an ACL in words; nothing is asked or changed'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and not __fish_seen_subcommand_from get set add rm check copy explain digest" -f -a "digest" -d 'Print the id that scheme digest has for a user; the password is asked for, or is a line of stdin'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -s s -l stat -d 'The status too'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s v -l version -d 'Only if the ACL has this version' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s s -l stat -d 'Print the new status'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s R -l recursive -d 'Every node below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l dry-run -d 'Print who would lose and gain what, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -s R -l recursive -d 'Every node below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l dry-run -d 'Print who would lose and gain what, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -s R -l recursive -d 'Every node below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l dry-run -d 'Print who would lose and gain what, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l need -d 'Exit code 5 unless all of these are granted' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -s R -l recursive -d 'Every node below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l dry-run -d 'Print who would lose and gain what, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from copy" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand acl; and __fish_seen_subcommand_from digest" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -f -a "get" -d 'Print the quota of a node, and how much of it is used'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -f -a "set" -d 'Limit how many nodes, or how much data, a subtree may have'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -f -a "ls" -d 'List the quotas of a node and of its children'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and not __fish_seen_subcommand_from get set ls rm" -f -a "rm" -d 'Take a quota away, or some of its limits'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s n -d 'Soft limit of nodes, the first one included' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s b -d 'Soft limit of bytes of data: 512, 64k, 1M' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s N -d 'Hard limit of nodes' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s B -d 'Hard limit of bytes' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -s R -l recursive -d 'Those of all nodes below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l usage -d 'How much of each is used'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s n -d 'Only the soft limit of nodes'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s b -d 'Only the soft limit of bytes'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s N -d 'Only the hard limit of nodes'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s B -d 'Only the hard limit of bytes'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand quota; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s n -d 'Soft limit of nodes, the first one included' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s b -d 'Soft limit of bytes of data: 512, 64k, 1M' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s N -d 'Hard limit of nodes' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s B -d 'Hard limit of bytes' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand setquota" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand listquota" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s n -d 'Only the soft limit of nodes'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s b -d 'Only the soft limit of bytes'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s N -d 'Only the hard limit of nodes'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s B -d 'Only the hard limit of bytes'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand delquota" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -s s -l stat -d 'The status too'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand getAcl" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s v -l version -d 'Only if the ACL has this version' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s s -l stat -d 'Print the new status'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s R -l recursive -d 'Every node below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l dry-run -d 'Print who would lose and gain what, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand setAcl" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand addauth" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand sync" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -s m -l mode -d 'What to watch, and how [default: persistent]' -r -f -a "data\t''
children\t''
any\t''
persistent\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l count -d 'End after so many events' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l for -d 'End after this time' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -s R -l recursive -d 'Every node below too'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l initial -d 'First report what is there'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l diff -d 'Show how data and children have changed'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand watch" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l until -d 'exists, gone, version>N, value=TEXT or children>=N; for numbers also =, >=, <, <=' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l wait -d 'Longest wait; --timeout behind the command means the same [default: for ever]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand wait" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -s f -l file -d 'Operations, one per line: create|set|delete|check with the arguments of those commands; `-` is stdin' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l check -d 'Refuse unless PATH has VERSION' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand multi" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -f -a "put" -d 'Put entries at the end'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -f -a "take" -d 'Take the first entry and print its data'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -f -a "peek" -d 'Print the data of the first entry, which stays'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and not __fish_seen_subcommand_from put take peek ls" -f -a "ls" -d 'List the entries'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l layout -d 'Whose queue it is' -r -f -a "kazoo\t''
curator\t''
curator-simple\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l priority -d 'Place among the others, 0 to 999, lower first; only in kazoo\'s layout, where 100 is usual' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -s b -l base64 -d 'DATA is base64'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -s x -l hex -d 'DATA is hex digits'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l literal -d 'Take DATA as it stands, even `-` and `@…`'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from put" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l layout -d 'Whose queue it is' -r -f -a "kazoo\t''
curator\t''
curator-simple\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l wait -d 'Wait for an entry, for ever or so long' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from take" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l layout -d 'Whose queue it is' -r -f -a "kazoo\t''
curator\t''
curator-simple\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from peek" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l layout -d 'Whose queue it is' -r -f -a "kazoo\t''
curator\t''
curator-simple\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand queue; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -f -a "get" -d 'Print the number'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -f -a "add" -d 'Add to it, and print the new number'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and not __fish_seen_subcommand_from get add cas" -f -a "cas" -d 'Change it if it is what you think: exit code 4 if it is not'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l layout -d 'How the number is written' -r -f -a "kazoo\t''
curator\t''
curator-long\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l layout -d 'How the number is written' -r -f -a "kazoo\t''
curator\t''
curator-long\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l layout -d 'How the number is written' -r -f -a "kazoo\t''
curator\t''
curator-long\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand counter; and __fish_seen_subcommand_from cas" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand ephemerals" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand count" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand whoami" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and not __fish_seen_subcommand_from ls get owner ephemerals whoami shed" -l no-input -d 'Never ask for anything: what would have to be asked fails'
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
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from owner" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from ephemerals" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from whoami" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l percent -d 'Share of the connections to close' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand session; and __fish_seen_subcommand_from shed" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l interval -d 'How long from one to the next' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l wait -d 'Wait for a state; exit code 7 if it does not come in time' -r -f -a "healthy\t''
quorum\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l wait-limit -d 'How long to wait for it' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l watch -d 'Print again and again, until Ctrl-C'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand status" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and not __fish_seen_subcommand_from ls stats metrics env conf conns watches reset-stats 4lw admin" -l no-input -d 'Never ask for anything: what would have to be asked fails'
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
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from stats" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -s g -l grep -d 'Only metrics whose name matches this regular expression' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from metrics" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from env" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conf" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from conns" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l by -d 'What to list by; listing walks all watches of a server and slows a busy one' -r -f -a "count\t''
session\t''
path\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from watches" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l conns -d 'Those of the connections too'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from reset-stats" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from 4lw" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l post -d 'Send this body with POST; `@FILE` reads a file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand server; and __fish_seen_subcommand_from admin" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and not __fish_seen_subcommand_from status members epochs verify" -l no-input -d 'Never ask for anything: what would have to be asked fails'
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
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l watch -d 'Print again and again, until Ctrl-C'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from members" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from epochs" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l online -d 'Ask running servers (files are compared by `zkctl log`)'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand cluster; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -f -a "show" -d 'Print the members of the ensemble and the version of that list'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -f -a "history" -d 'List the memberships that dynamic configuration files of a directory hold, oldest first'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -f -a "plan" -d 'Say what a change would mean, and whether it is wise; change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -f -a "add" -d 'Add members, or change their lines'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -f -a "remove" -d 'Remove members'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -f -a "set" -d 'Replace the whole list of members'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and not __fish_seen_subcommand_from show history plan add remove set apply" -f -a "apply" -d 'Make the members those of a file, by adding and removing what differs'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from history" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l add -d 'A line to add or change: server.N=…' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l remove -d 'An id to remove' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l set -d 'The whole list instead: server.N=…' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from plan" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -s v -l version -d 'Only if the list has this version, 0x… or decimal' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l dry-run -d 'Print what it would mean, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -s v -l version -d 'Only if the list has this version, 0x… or decimal' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l dry-run -d 'Print what it would mean, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -s v -l version -d 'Only if the list has this version, 0x… or decimal' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l dry-run -d 'Print what it would mean, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -s v -l version -d 'Only if the list has this version, 0x… or decimal' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l dry-run -d 'Print what it would mean, change nothing'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand config; and __fish_seen_subcommand_from apply" -l no-input -d 'Never ask for anything: what would have to be asked fails'
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
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l only -d 'Only these checks, by their ids' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l bundle -d 'Write what was found and what the servers said to a file, for support; it holds no secrets and no data' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l scan-nodes -d 'Look at so many nodes of the tree at the most; 0 leaves it alone' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l fix-hints -d 'Print what mends each finding on a line of its own'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l list -d 'List the checks'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand doctor" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l servers -d 'A session with every server at once, each of which must see what the others write; or one after the other' -r -f -a "all\t''
one-by-one\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l root -d 'The node to work below; made if missing' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand smoke" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -f -a "show" -d 'Print who leads, since when, and who follows'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and not __fish_seen_subcommand_from show move" -f -a "move" -d 'Ask for another leader: exit code 14 where the servers cannot (Apache ZooKeeper cannot)'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l admin -d 'AdminServers, where words are not allowed: one URL with {host}, or one for each server' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand leader; and __fish_seen_subcommand_from move" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand version" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and not __fish_seen_subcommand_from cat" -f -a "cat" -d 'Print the transactions of log files, oldest first'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l path -d 'Only transactions that touch a path that matches: `*` within a name, `**` across names' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l session -d 'Only transactions of this session' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l since -d 'From here on: a zxid (0x…), or a time such as 2026-03-01T14:00Z' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l until -d 'Up to here, inclusive' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l style -d 'Print as another program does' -r -f -a "java\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l strict -d 'Stop at the first damaged record'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand log; and __fish_seen_subcommand_from cat" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and not __fish_seen_subcommand_from cat" -f -a "cat" -d 'Print the sessions and nodes of snapshot files'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l style -d 'Print as another program does' -r -f -a "java\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -s d -l data -d 'Print the data too'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand snap; and __fish_seen_subcommand_from cat" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l servers -d 'How many servers; more than one are an ensemble' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l port -d 'Port on 127.0.0.1 for clients, of the first server; 0 takes free ones' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l data-dir -d 'Keep the data here instead of in a temporary directory' -r -f -a "(__fish_complete_directories)"
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand playground" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l permits -d 'A semaphore of so many permits, even if it is one; everyone must say the same number' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l wait -d 'Longest wait for the lock; --timeout behind the command means the same [default: for ever]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l grace -d 'Time between SIGTERM and SIGKILL when the lock is lost' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l layout -d 'With whose locks to get along' -r -f -a "curator\t''
kazoo\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l id -d 'What others see of us [default: HOST:PID]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l read -d 'Share with other readers'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l write -d 'Keep readers and writers out'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l ls -d 'List who holds it and who waits, in either layout'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand lock" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l id -d 'What others see of us [default: HOST:PID]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l count -d 'With --listen: end after so many lines' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l wait -d 'Longest wait until we lead; --timeout behind the command means the same [default: for ever]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l grace -d 'Time between SIGTERM and SIGKILL when leadership is lost' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l layout -d 'With whose elections to get along' -r -f -a "curator\t''
curator-selector\t''
kazoo\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l listen -d 'Print who leads and every change, and do not stand for election'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand elect" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -f -a "enter" -d 'Come to a double barrier, wait until enough have, and leave with the others when the command is done'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -f -a "leave" -d 'Close a double barrier\'s door and wait until every member has left'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and not __fish_seen_subcommand_from enter leave wait" -f -a "wait" -d 'Wait until a single barrier is lifted: until its node is gone'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l members -d 'How many must have come' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l wait -d 'Longest wait for the others, on each side; --timeout here means the same [default: for ever]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l layout -d 'How to spell our node\'s name: both are understood by both' -r -f -a "curator\t''
kazoo\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l id -d 'What others see of us [default: HOST:PID]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from enter" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l wait -d 'Longest wait; --timeout here means the same [default: for ever]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from leave" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l wait -d 'Longest wait; --timeout here means the same [default: for ever]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand barrier; and __fish_seen_subcommand_from wait" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -f -a "join" -d 'Be a member while a command runs, or until Ctrl-C'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -f -a "ls" -d 'List the members'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and not __fish_seen_subcommand_from join ls watch" -f -a "watch" -d 'Print who is there, then who comes and goes'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l layout -d 'Whose group it is' -r -f -a "curator\t''
kazoo\t''
kazoo-shallow\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l id -d 'What we are called [default: HOST:PID]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l data -d 'Data of our node' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from join" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l layout -d 'Whose group it is' -r -f -a "curator\t''
kazoo\t''
kazoo-shallow\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l layout -d 'Whose group it is' -r -f -a "curator\t''
kazoo\t''
kazoo-shallow\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l count -d 'End after so many lines' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l for -d 'End after this time' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand group; and __fish_seen_subcommand_from watch" -l no-input -d 'Never ask for anything: what would have to be asked fails'
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
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l per-server -d 'Print what each server\'s connections saw, too'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand bench" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -f -a "ls" -d 'List the profiles'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -f -a "list" -d 'List the profiles'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -f -a "show" -d 'Print what a profile comes to, together with options, environment and defaults'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -f -a "use" -d 'Make a profile the one that is used where none is named'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -f -a "-" -d 'Go back to the profile used before'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -f -a "add" -d 'Add a profile; -C and the other options of the connection say what is in it'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -f -a "edit" -d 'Open the configuration file in $EDITOR; it is checked before it takes effect'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -f -a "rm" -d 'Remove a profile'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and not __fish_seen_subcommand_from ls list show use - add edit rm check" -f -a "check" -d 'Check the configuration file, the files that it names, and whether servers answer'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l origin -d 'Say where each value comes from'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from -" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l protect -d 'Nodes that are never changed, with all below; a pattern' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l secret-cmd -d 'Command that prints the secret of --auth' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l secret-file -d 'File with the secret of --auth' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l protected -d 'Changes of what exists must be confirmed by typing the path'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l use -d 'Use it from now on'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -s o -l output -d 'How to print [default: table on a terminal, plain otherwise]' -r -f -a "table\t''
plain\t''
json\t''
jsonl\t''
yaml\t''
csv\t''
tsv\t''
raw\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l columns -d 'Only these columns, in this order: table, plain, csv and tsv' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l time -d 'How times are printed outside JSON and YAML [default: iso, in UTC]' -r -f -a "iso\t''
epoch\t''
relative\t''
local\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l bytes -d 'How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]' -r -f -a "exact\t''
human\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l timeout -d 'Longest wait for one operation [default: 10s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l connect-now -d 'Open a session with each too'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand profile; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l all -d 'Write the scripts for all shells into a directory' -r -f -a "(__fish_complete_directories)"
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand completions" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l all -d 'Write the pages of all commands into a directory' -r -f -a "(__fish_complete_directories)"
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand man" -s h -l help -d 'Print help'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -s C -l connect -d 'Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -s P -l profile -d 'Profile of the configuration file to use' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l config -d 'Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l connect-timeout -d 'Longest wait for a server to accept us [default: 5s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l session-timeout -d 'Session timeout to ask for [default: 30s]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l retries -d 'How often a read whose connection broke is sent again [default: until its time is up]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l server -d 'Talk to this server only: its id, its host, or host:port' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l auth -d 'Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l auth-file -d 'Credentials, one SCHEME:CREDENTIALS per line; only you may read the file' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l auth-cmd -d 'Command that prints the secret of --auth, or without --auth such lines' -r -f -a "(__fish_complete_command)"
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l sasl -d 'Authenticate by SASL, as the user of --auth sasl:USER' -r -f -a "digest-md5\t''"
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l tls-ca -d 'Certificates of the authorities that vouch for servers (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l tls-cert -d 'Our certificate, for servers that ask for one (PEM)' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l tls-key -d 'Its private key (PEM) [default: in the same file]' -r -F
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l tls-name -d 'Name that the server\'s certificate must have [default: that in HOSTS]' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l client-configuration -d 'zkCli\'s `-client-configuration`: TLS from a file of Java properties' -r -F
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
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l confirm -d 'In a protected profile: the path of what is to be changed, instead of typing it when asked' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l deadline -d 'Longest time for the whole run; in the shell for one line' -r
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l no-config -d 'Use no configuration file'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l sync -d 'Let the server catch up with the leader before the first read'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l read-only -d 'Write nothing; a server that has lost its quorum will do'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l accept-read-only -d 'zkCli\'s `-r`: a server that has lost its quorum will do, and writes are tried'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l tls -d 'Talk TLS; any other option of TLS implies it'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l tls-insecure -d 'Believe whoever answers: encrypted, but perhaps to the wrong one'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l no-header -d 'No line of titles above a table, csv or tsv'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -s q -l quiet -d 'Say nothing on stderr but errors'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -s y -l yes -d 'Do not ask before something that cannot be undone'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -l no-input -d 'Never ask for anything: what would have to be asked fails'
complete -c zkctl -n "__fish_zkctl_using_subcommand help" -s h -l help -d 'Print help'
