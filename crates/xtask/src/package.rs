//! `cargo xtask package`: what a release consists of, in `target/package/dist/`: an archive, a Debian package, an RPM, bills of
//! materials, checksums. The release workflow runs this and nothing else, so that whoever has the tools can try it.
//!
//! The version is that of the workspace; the same sources, tools and `SOURCE_DATE_EPOCH` give the same bytes.

mod archive;
mod materials;
pub(crate) mod metadata;

use crate::root;
use anyhow::{Context, Result, bail, ensure};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The profile that the programs are built with
    #[arg(long, default_value = "server")]
    profile: String,
    /// Take the programs that are there
    #[arg(long)]
    no_build: bool,
    /// The tag that is released; it must be the version of the workspace with a v before it
    #[arg(long)]
    tag: Option<String>,
    /// Install the tools first, in the versions that are known to work
    #[arg(long)]
    install_tools: bool,
}

/// Programs of the release, and what each completes its arguments with.
const PROGRAMS: [&str; 3] = ["zkd", "zkctl", "zktui"];

/// Tools, as `cargo install` takes them.
pub(crate) const TOOLS: [&str; 3] = ["cargo-deb@3.8.0", "cargo-generate-rpm@0.16.1", "cargo-cyclonedx@0.5.9"];

/// Where everything lies.
struct Places {
    /// The programs.
    built: PathBuf,
    /// Manual pages and completion scripts, as the packages' lists name them.
    made: PathBuf,
    /// What is released.
    dist: PathBuf,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let version = version()?;
    if let Some(tag) = &args.tag {
        ensure!(
            *tag == format!("v{version}"),
            "the tag is {tag} and the version in Cargo.toml {version}: one of them is wrong"
        );
    }
    if args.install_tools {
        for tool in TOOLS {
            cargo(&["install", "--locked", tool])?;
        }
    }
    let target = root().join("target");
    let made = target.join("package");
    let places = Places { built: target.join(directory(&args.profile)), dist: made.join("dist"), made };
    if !args.no_build {
        cargo(&["build", "--locked", "--profile", &args.profile, "-p", "zkd", "-p", "zkctl", "-p", "zktui"])?;
    }
    for dir in [&places.made, &places.dist] {
        if dir.exists() {
            fs::remove_dir_all(dir).with_context(|| format!("cannot remove {}", dir.display()))?;
        }
    }
    fs::create_dir_all(&places.dist)?;
    texts(&places)?;
    fs::write(places.made.join("changelog"), changelog(&version, epoch()?)?)?;
    packages(args, &places)?;
    let arch = std::env::consts::ARCH;
    materials::make(&places.dist, &version, arch)?;
    let name = format!("zkd-{version}-{arch}-linux");
    archive::make(&files(&places)?, &name, &places.dist.join(format!("{name}.tar.gz")), epoch()?)?;
    sums(&places.dist)?;
    Ok(ExitCode::SUCCESS)
}

/// What cargo calls the directory of a profile.
fn directory(profile: &str) -> &str {
    if profile == "dev" { "debug" } else { profile }
}

/// The one place where it is written.
pub(crate) fn version() -> Result<String> {
    let text = fs::read_to_string(root().join("Cargo.toml"))?;
    let workspace: toml_edit::DocumentMut = text.parse().context("Cargo.toml")?;
    let version =
        workspace["workspace"]["package"]["version"].as_str().context("no version in Cargo.toml")?;
    Ok(version.to_owned())
}

/// The time that everything in the archives has: that of the last commit, unless somebody says otherwise.
fn epoch() -> Result<u64> {
    let text = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text,
        Err(_) => output(Command::new("git").args(["log", "-1", "--format=%ct"]).current_dir(root()))?,
    };
    text.trim().parse().with_context(|| format!("SOURCE_DATE_EPOCH: {text:?} is no number of seconds"))
}

/// Manual pages and completion scripts: each program writes its own.
fn texts(places: &Places) -> Result<()> {
    let man = places.made.join("man");
    fs::create_dir_all(&man)?;
    let program = |name: &str| Command::new(places.built.join(name));
    fs::write(man.join("zkd.8"), output(program("zkd").arg("man"))?)?;
    fs::write(man.join("zktui.1"), output(program("zktui").args(["--generate", "man"]))?)?;
    output(program("zkctl").args(["man", "--all"]).arg(&man))?;
    for (shell, prefix, suffix) in [("bash", "", ""), ("zsh", "_", ""), ("fish", "", ".fish")] {
        let dir = places.made.join("completions").join(shell);
        fs::create_dir_all(&dir)?;
        for name in PROGRAMS {
            let asked: [&str; 2] =
                if name == "zktui" { ["--generate", shell] } else { ["completions", shell] };
            fs::write(dir.join(format!("{prefix}{name}{suffix}")), output(program(name).args(asked))?)?;
        }
    }
    Ok(())
}

/// What Debian wants to read of each package; what has changed is in one place only.
fn changelog(version: &str, epoch: u64) -> Result<String> {
    let date =
        output(Command::new("date").args(["-u", "-R", "-d", &format!("@{epoch}")]).env("LC_ALL", "C"))?;
    let maintainer = maintainer()?;
    Ok(format!(
        "zkd ({version}-1) unstable; urgency=medium\n\n  * Release {version}; CHANGELOG.md says what is new.\n\n -- {maintainer}  {date}"
    ))
}

/// As the package names it.
fn maintainer() -> Result<String> {
    let manifest: toml_edit::DocumentMut = fs::read_to_string(root().join("zkd/Cargo.toml"))?.parse()?;
    let maintainer = manifest["package"]["metadata"]["deb"]["maintainer"].as_str();
    Ok(maintainer.context("zkd/Cargo.toml names no maintainer")?.to_owned())
}

/// Both take what is built; what the workspace's profile leaves of symbols stays.
fn packages(args: &Args, places: &Places) -> Result<()> {
    let dist = places.dist.to_str().context("a path that is no text")?;
    let epoch = epoch()?.to_string();
    let deb = ["deb", "-p", "zkd", "--no-build", "--profile", &args.profile, "--output", dist];
    let rpm = ["generate-rpm", "-p", "zkd", "--profile", &args.profile, "--output", dist];
    let rpm = rpm.into_iter().chain(["--source-date", &epoch]).collect::<Vec<_>>();
    for line in [&deb[..], &rpm] {
        eprintln!("+ cargo {}", line.join(" "));
        let mut command = Command::new(env!("CARGO"));
        command.args(line).env("SOURCE_DATE_EPOCH", &epoch).current_dir(root());
        let status = command.status().context("cargo")?;
        ensure!(
            status.success(),
            "cargo {} failed ({status}); --install-tools installs what it takes",
            line[0]
        );
    }
    Ok(())
}

/// What the archive has: names in it, and where they come from.
fn files(places: &Places) -> Result<Vec<(String, PathBuf)>> {
    let mut files: Vec<_> = PROGRAMS.map(|name| (name.to_owned(), places.built.join(name))).into();
    for name in ["README.md", "LICENSE", "CHANGELOG.md"] {
        files.push((name.to_owned(), root().join(name)));
    }
    for (name, dir) in [
        ("man", places.made.join("man")),
        ("completions", places.made.join("completions")),
        ("docs", root().join("docs")),
        ("packaging", root().join("zkd/packaging")),
    ] {
        below(&dir, name, &mut files)?;
    }
    files.sort();
    Ok(files)
}

fn below(dir: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) -> Result<()> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = format!("{name}/{}", entry.file_name().to_str().context("a name that is no text")?);
        match entry.file_type()?.is_dir() {
            true => below(&entry.path(), &name, files)?,
            false => files.push((name, entry.path())),
        }
    }
    Ok(())
}

/// `SHA256SUMS` of all that is there, as `sha256sum -c` takes it.
fn sums(dist: &Path) -> Result<()> {
    let mut names = fs::read_dir(dist)?.map(|e| Ok(e?.file_name())).collect::<Result<Vec<_>>>()?;
    names.sort();
    let sums = output(Command::new("sha256sum").arg("--").args(&names).current_dir(dist))?;
    fs::write(dist.join("SHA256SUMS"), &sums)?;
    print!("{sums}");
    Ok(())
}

fn cargo(args: &[&str]) -> Result<()> {
    eprintln!("+ cargo {}", args.join(" "));
    let status = Command::new(env!("CARGO")).args(args).current_dir(root()).status()?;
    ensure!(status.success(), "`cargo {}` failed ({status})", args.join(" "));
    Ok(())
}

/// What a command prints; its talk goes where ours goes.
fn output(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_owned();
    let args = command.get_args().collect::<Vec<_>>().join(OsStr::new(" "));
    let out = command.stderr(Stdio::inherit()).output();
    let out = out.with_context(|| format!("cannot run {}", name.display()))?;
    if !out.status.success() {
        bail!("`{} {}` failed ({})", name.display(), args.display(), out.status);
    }
    Ok(String::from_utf8(out.stdout)?)
}
