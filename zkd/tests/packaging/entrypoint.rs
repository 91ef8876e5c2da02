//! The image's entry point: Apache's variables make the zoo.cfg that Apache's image would have, and zkd takes it.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use super::packaged;

/// Directories in the place of the image's.
struct Image {
    dir: TempDir,
}

impl Image {
    fn new() -> Image {
        let dir = tempfile::tempdir().unwrap();
        for name in ["conf", "data", "datalog", "logs"] {
            std::fs::create_dir(dir.path().join(name)).unwrap();
        }
        Image { dir }
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }

    /// Runs the script with a command in the place of the server. It is not told to be root's: that is another test's.
    fn run(&self, variables: &[(&str, &str)], command: &[&str]) -> Output {
        let mut script = Command::new("sh");
        script.arg(packaged("docker/entrypoint.sh")).args(command).env_clear();
        script.env("PATH", std::env::var_os("PATH").unwrap());
        for (name, dir) in [
            ("ZOO_CONF_DIR", "conf"),
            ("ZOO_DATA_DIR", "data"),
            ("ZOO_DATA_LOG_DIR", "datalog"),
            ("ZOO_LOG_DIR", "logs"),
        ] {
            script.env(name, self.path(dir));
        }
        script.envs(variables.iter().copied()).output().unwrap()
    }

    /// What it wrote, without its first line.
    #[track_caller]
    fn config(&self, variables: &[(&str, &str)]) -> Vec<String> {
        let out = self.run(variables, &["true"]);
        assert!(out.status.success(), "{out:?}");
        self.written()
    }

    fn written(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.path("conf/zoo.cfg")).unwrap();
        text.lines().skip(1).map(str::to_owned).collect()
    }

    fn my_id(&self) -> String {
        std::fs::read_to_string(self.path("data/myid")).unwrap()
    }

    /// As the server would.
    #[track_caller]
    fn assert_is_taken(&self) {
        let out = Command::new(env!("CARGO_BIN_EXE_zkd"))
            .args(["config", "check", "--config", &self.path("conf/zoo.cfg")])
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
    }
}

fn says(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).into_owned()
}

#[test]
fn without_variables_it_has_the_defaults_of_apaches_image() {
    let image = Image::new();
    let config = image.config(&[]);
    for line in [
        &format!("dataDir={}", image.path("data")),
        &format!("dataLogDir={}", image.path("datalog")),
        "tickTime=2000",
        "initLimit=5",
        "syncLimit=2",
        "autopurge.snapRetainCount=3",
        "autopurge.purgeInterval=0",
        "maxClientCnxns=60",
        "standaloneEnabled=true",
        "admin.enableServer=true",
        "server.1=localhost:2888:3888;2181",
    ] {
        assert!(config.iter().any(|l| l == line), "{line} is not in {config:#?}");
    }
    assert_eq!(image.my_id(), "1\n");
    image.assert_is_taken();
}

#[test]
fn every_variable_of_apaches_image_becomes_its_line() {
    let image = Image::new();
    let servers = "server.1=z1:2888:3888;2181 server.2=z2:2888:3888;2181 server.3=z3:2888:3888:observer;2181";
    let config = image.config(&[
        ("ZOO_MY_ID", "3"),
        ("ZOO_TICK_TIME", "2500"),
        ("ZOO_INIT_LIMIT", "11"),
        ("ZOO_SYNC_LIMIT", "6"),
        ("ZOO_AUTOPURGE_SNAPRETAINCOUNT", "4"),
        ("ZOO_AUTOPURGE_PURGEINTERVAL", "12"),
        ("ZOO_MAX_CLIENT_CNXNS", "99"),
        ("ZOO_STANDALONE_ENABLED", "false"),
        ("ZOO_ADMINSERVER_ENABLED", "false"),
        ("ZOO_ADMINSERVER_ADDRESS", "127.0.0.1"),
        ("ZOO_SERVERS", servers),
        ("ZOO_4LW_COMMANDS_WHITELIST", "srvr, mntr"),
        ("ZOO_CFG_EXTRA", "snapCount=5000 tickTime=3000 metricsProvider.httpPort=7000"),
        ("ZOO_SUPER_DIGEST", "super:xQJmxLMiHGwaqBvst5y6rkB6HQs="),
        ("ZOO_ADMIN_USERS", "digest:ops:w4PIv8/Wzcq4qj4/MfEQ8pvUSS4="),
    ]);
    let all = config.join("\n");
    for line in [
        "tickTime=2500",
        "initLimit=11",
        "syncLimit=6",
        "autopurge.snapRetainCount=4",
        "autopurge.purgeInterval=12",
        "maxClientCnxns=99",
        "standaloneEnabled=false",
        "admin.enableServer=false",
        "admin.serverAddress=127.0.0.1",
        "4lw.commands.whitelist=srvr, mntr",
        "snapCount=5000",
        "metricsProvider.httpPort=7000",
        "DigestAuthenticationProvider.superDigest=super:xQJmxLMiHGwaqBvst5y6rkB6HQs=",
        "admin.users=digest:ops:w4PIv8/Wzcq4qj4/MfEQ8pvUSS4=",
    ]
    .into_iter()
    .chain(servers.split(' '))
    {
        assert!(config.iter().any(|l| l == line), "{line} is not in {all}");
    }
    let last = config.iter().rfind(|l| l.starts_with("tickTime=")).unwrap();
    assert_eq!(last, "tickTime=3000", "what is extra counts");
    assert_eq!(image.my_id(), "3\n");
    image.assert_is_taken();
}

#[test]
fn what_java_would_get_as_properties_is_taken_where_it_has_a_meaning() {
    let image = Image::new();
    let out = image.run(
        &[
            (
                "JVMFLAGS",
                "-Xmx512m -Dzookeeper.snapCount=7777 -Djute.maxbuffer=4194304 -Dzookeeper.tickTime=9",
            ),
            (
                "SERVER_JVMFLAGS",
                "-Dzookeeper.root.logger=INFO,CONSOLE -Dznode.container.checkIntervalMs=5000",
            ),
        ],
        &["true"],
    );
    assert!(out.status.success(), "{out:?}");
    let config = image.written();
    for line in ["snapCount=7777", "jute.maxbuffer=4194304", "znode.container.checkIntervalMs=5000"] {
        assert!(config.iter().any(|l| l == line), "{config:#?}");
    }
    let last = config.iter().rfind(|l| l.starts_with("tickTime=")).unwrap();
    assert_eq!(last, "tickTime=2000", "the file counts, as with Apache");
    let said = says(&out);
    assert!(said.contains("-Xmx512m") && said.contains("-Dzookeeper.root.logger=INFO,CONSOLE"), "{said}");
    assert!(!said.contains("snapCount"), "{said}");
    image.assert_is_taken();
}

#[test]
fn secrets_come_from_files_and_nobody_else_reads_them() {
    let image = Image::new();
    let secret = image.path("digest");
    std::fs::write(&secret, "super:xQJmxLMiHGwaqBvst5y6rkB6HQs=\n").unwrap();
    let config = image.config(&[("ZOO_SUPER_DIGEST_FILE", &secret)]);
    let line = "DigestAuthenticationProvider.superDigest=super:xQJmxLMiHGwaqBvst5y6rkB6HQs=";
    assert!(config.iter().any(|l| l == line), "{config:#?}");
    let mode = std::fs::metadata(image.path("conf/zoo.cfg")).unwrap();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode.permissions()) & 0o777, 0o600);
    image.assert_is_taken();
    let both = image.run(&[("ZOO_SUPER_DIGEST_FILE", &secret), ("ZOO_SUPER_DIGEST", "x")], &["true"]);
    assert_eq!(both.status.code(), Some(2));
    assert!(says(&both).contains("both set"), "{both:?}");
    let missing = image.run(&[("ZOO_SERVERS_FILE", "/nowhere")], &["true"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(says(&missing).contains("ZOO_SERVERS_FILE=/nowhere cannot be read"), "{missing:?}");
}

#[test]
fn its_own_file_follows_the_variables_and_anybody_elses_stays() {
    let image = Image::new();
    image.config(&[("ZOO_TICK_TIME", "1000")]);
    let again = image.run(&[("ZOO_TICK_TIME", "1000")], &["true"]);
    assert!(says(&again).is_empty(), "{again:?}");
    let out = image.run(&[("ZOO_TICK_TIME", "1500"), ("ZOO_MY_ID", "9")], &["true"]);
    assert!(says(&out).contains("is made anew"), "{out:?}");
    assert!(image.written().contains(&"tickTime=1500".to_owned()));
    assert_eq!(image.my_id(), "1\n", "a server keeps its number");
    // As a reconfiguration leaves it.
    let path = image.path("conf/zoo.cfg");
    let text = std::fs::read_to_string(&path).unwrap() + "dynamicConfigFile=/conf/zoo.cfg.dynamic.5\n";
    std::fs::write(&path, &text).unwrap();
    let out = image.run(&[("ZOO_TICK_TIME", "1700")], &["true"]);
    assert!(out.status.success() && says(&out).contains("is kept as it is"), "{out:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    // One that an operator has mounted.
    std::fs::write(&path, "dataDir=/d\nclientPort=1\n").unwrap();
    assert!(image.run(&[], &["true"]).status.success());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "dataDir=/d\nclientPort=1\n");
}

#[test]
fn it_becomes_the_command_that_it_was_given() {
    let image = Image::new();
    let out = image.run(&[], &["sh", "-c", "echo \"$ZOOCFGDIR $0 $1\"", "a", "b c"]);
    assert_eq!(String::from_utf8_lossy(&out.stdout), format!("{} a b c\n", image.path("conf")));
    assert_eq!(image.run(&[], &["sh", "-c", "exit 7"]).status.code(), Some(7));
}

/// Without a command it is zkd that starts, and an option is one of zkd's.
#[test]
fn without_a_command_it_is_the_server() {
    if rustix::process::geteuid().is_root() && !Path::new("/usr/bin/setpriv").exists() {
        println!("no setpriv here: not tried");
        return;
    }
    let image = Image::new();
    let bin = image.path("bin");
    std::fs::create_dir(&bin).unwrap();
    let program = Path::new(&bin).join("zkd");
    std::fs::write(&program, "#!/bin/sh\necho \"zkd $* as $(id -un)\"\n").unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode;
    std::fs::set_permissions(&program, mode(0o755)).unwrap();
    std::fs::set_permissions(image.dir.path(), mode(0o755)).unwrap();
    let path = format!("{bin}:{}", std::env::var("PATH").unwrap());
    // Root gives it up for whoever the image names; here somebody who is on every system.
    let is_root = rustix::process::geteuid().is_root();
    let (user, script) = (if is_root { "daemon" } else { "" }, image.path("entrypoint.sh"));
    std::fs::copy(packaged("docker/entrypoint.sh"), &script).unwrap();
    let mut command = Command::new(&script);
    command.arg("--log-format=json").env("PATH", path).env("ZOO_USER", user);
    for (name, dir) in [("CONF", "conf"), ("DATA", "data"), ("DATA_LOG", "datalog"), ("LOG", "logs")] {
        command.env(format!("ZOO_{name}_DIR"), image.path(dir));
    }
    let out = command.output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    let expected = format!("zkd --config {} --log-format=json as ", image.path("conf/zoo.cfg"));
    assert!(said.starts_with(&expected), "{out:?}");
    if is_root {
        assert!(said.trim_end().ends_with(" as daemon"), "{said}");
        let owner = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(image.path("data")).unwrap());
        assert_ne!(owner, 0, "the data is the server's");
    }
}
