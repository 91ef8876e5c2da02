//! `zkServer.sh`: what scripts in the field send it, and the words and exit codes that they wait for.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use super::packaged;

/// A configuration directory, and what is left running in it.
struct Site {
    dir: TempDir,
    port: u16,
}

impl Site {
    fn new() -> Site {
        let dir = tempfile::tempdir().unwrap();
        let port = crate::security::quorum::free_port();
        let data = dir.path().join("data");
        let text = format!(
            "# a site\ndataDir = {}\nclientPort={port}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n",
            data.display()
        );
        std::fs::create_dir(&data).unwrap();
        std::fs::write(dir.path().join("zoo.cfg"), text).unwrap();
        Site { dir, port }
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut script = Command::new("sh");
        script.arg(packaged("bin/zkServer.sh")).args(args).stdin(Stdio::null());
        script.env_remove("JVMFLAGS").env_remove("ZOO_LOG_DIR").env_remove("ZOOPIDFILE");
        script.env("ZKD", env!("CARGO_BIN_EXE_zkd")).env("ZOOCFGDIR", self.dir.path());
        script.output().unwrap()
    }

    #[track_caller]
    fn says(&self, args: &[&str], code: i32, text: &str) {
        let out = self.run(args);
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        assert_eq!(out.status.code(), Some(code), "{args:?}: {out:?}");
        assert!(said.contains(text), "{args:?}: {said}");
    }

    fn pid_file(&self) -> std::path::PathBuf {
        self.dir.path().join("data/zookeeper_server.pid")
    }

    fn pid(&self) -> String {
        std::fs::read_to_string(self.pid_file()).unwrap()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if self.pid_file().exists() {
            self.run(&["stop"]);
        }
    }
}

#[test]
fn a_server_is_started_asked_restarted_and_stopped() {
    let site = Site::new();
    let found = format!("Client port found: {}. Client address: 127.0.0.1. Client SSL: false.", site.port);
    site.says(&["status"], 1, "Error contacting service. It is probably not running.");
    site.says(&["stop"], 0, "Stopping zookeeper ... no zookeeper to stop (could not find file ");
    site.says(&["start"], 0, "Starting zookeeper ... STARTED\n");
    let first = site.pid();
    assert!(!first.ends_with('\n'), "as Apache writes it");
    site.says(&["status"], 0, &format!("{found}\nMode: standalone\n"));
    site.says(&["start"], 1, &format!("Starting zookeeper ... already running as process {first}."));
    site.says(&["restart"], 0, "Stopping zookeeper ... STOPPED\nStarting zookeeper ... STARTED\n");
    assert_ne!(site.pid(), first);
    site.says(&["status"], 0, "Mode: standalone");
    site.says(&["stop"], 0, "Stopping zookeeper ... STOPPED\n");
    assert!(!site.pid_file().exists());
    site.says(&["status"], 1, "Error contacting service. It is probably not running.");
}

#[test]
fn what_does_not_start_says_so_and_why() {
    let site = Site::new();
    let taken = std::net::TcpListener::bind(("127.0.0.1", site.port)).unwrap();
    let out = site.run(&["start"]);
    assert_eq!(out.status.code(), Some(1), "{out:?}");
    assert_eq!(String::from_utf8_lossy(&out.stdout), "Starting zookeeper ... FAILED TO START\n");
    assert!(String::from_utf8_lossy(&out.stderr).contains("cannot listen"), "{out:?}");
    assert!(!site.pid_file().exists());
    drop(taken);
    // The number of a process that is somebody else's by now.
    std::fs::write(site.pid_file(), std::process::id().to_string()).unwrap();
    site.says(&["start"], 0, "STARTED");
}

#[test]
fn the_rest_is_as_scripts_know_it() {
    let site = Site::new();
    let config = site.dir.path().join("zoo.cfg");
    let config = config.to_str().unwrap();
    site.says(&["print-cmd"], 0, &format!("--config \"{config}\"\n"));
    let version =
        format!("zkd {} (compatible with Apache ZooKeeper 3.5 to 3.9)\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(String::from_utf8_lossy(&site.run(&["version"]).stdout), version);
    site.says(&["version"], 0, &version);
    let other = site.dir.path().join("other");
    std::fs::create_dir(&other).unwrap();
    let other = other.to_str().unwrap();
    site.says(&["--config", other, "print-cmd"], 0, &format!("--config \"{other}/zoo.cfg\"\n"));
    site.says(&["print-cmd", "/a/b.cfg"], 0, "--config \"/a/b.cfg\"\n");
    for wrong in [&[][..], &["begin"], &["status", "a", "b"], &["--config"]] {
        let out = site.run(wrong);
        assert_eq!(out.status.code(), Some(2), "{wrong:?}");
        assert!(String::from_utf8_lossy(&out.stderr).starts_with("Usage: "), "{out:?}");
    }
    let said = site.run(&["print-cmd"]);
    assert!(String::from_utf8_lossy(&said.stderr).contains(&format!("Using config: {config}")));
}

#[test]
fn zkcli_is_there_too() {
    let text = std::fs::read_to_string(packaged("bin/zkCli.sh")).unwrap();
    assert!(text.contains("exec zkctl --style zkcli \"$@\""));
    assert!(Path::new(&packaged("bin/zkCli.sh")).exists());
}

#[test]
fn apaches_server_is_stopped_too_and_a_number_that_somebody_else_has_is_not() {
    let site = Site::new();
    let run = |name: &str| {
        let mut process = Command::new("sleep");
        std::os::unix::process::CommandExt::arg0(&mut process, name).arg("600").spawn().unwrap()
    };
    let mut java = run("org.apache.zookeeper.server.quorum.QuorumPeerMain");
    std::fs::write(site.pid_file(), java.id().to_string()).unwrap();
    site.says(&["start"], 1, &format!("already running as process {}.", java.id()));
    // Its parent is this test, which has to see its end before it is gone.
    let id = java.id();
    let reaper = std::thread::spawn(move || java.wait().unwrap());
    site.says(&["stop"], 0, "STOPPED");
    assert!(!reaper.join().unwrap().success(), "{id} was ended by a signal");

    let mut other = run("sleep");
    std::fs::write(site.pid_file(), other.id().to_string()).unwrap();
    site.says(&["stop"], 0, "STOPPED");
    assert!(other.try_wait().unwrap().is_none(), "it is nobody's server");
    other.kill().unwrap();
    other.wait().unwrap();
}

#[test]
fn the_status_of_a_file_without_a_port_is_told_as_apaches_script_tells_it() {
    let site = Site::new();
    let data = site.dir.path().join("data");
    std::fs::write(site.dir.path().join("zoo.cfg"), format!("dataDir={}\n", data.display())).unwrap();
    site.says(
        &["status"],
        1,
        "Unable to find either secure or unsecure client port in any configs. Terminating.",
    );
    std::fs::write(site.dir.path().join("zoo.cfg"), format!("dataDir={}\nclientPort=x\n", data.display()))
        .unwrap();
    let out = site.run(&["status"]);
    assert_eq!(
        (out.status.code(), &*out.stdout),
        (Some(1), &b""[..]),
        "it has a port, but not one that can be used"
    );
}
