//! `--jq`: what an expression in jq's language makes of JSON. The expression is checked with the command line; it is run by
//! another process of this program, so that one that never ends, or wants all the memory, can be stopped.

use std::io::{Read, Write};
use std::process::Command;
use std::time::Duration;

use clap::Args;
use jaq_core::data::JustLut;
use jaq_core::load::{Arena, Error, File, Loader};
use jaq_core::{Compiler, Ctx, Native, Vars, unwrap_valr};
use jaq_json::{Val, read};
use rustix::process::{Resource, Rlimit, setrlimit};

use super::pipe::{self, Broken};
use crate::exit::Exit;
use crate::failure::{Failure, Result};

/// Memory that an expression may take.
const MOST_MEMORY: u64 = 2 << 30;
/// The end of what an error quotes.
const QUOTED: usize = 20;

type Filter = jaq_core::compile::Filter<Native<JustLut<Val>>>;

/// An expression that is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jq(String);

/// Arguments of the process that runs one.
#[derive(Args, Debug)]
pub struct JqArgs {
    /// The expression
    #[arg(value_name = "EXPR", value_parser = parse, allow_hyphen_values = true)]
    pub expression: Jq,
}

/// As on the command line.
///
/// # Errors
/// What is wrong, and where.
pub fn parse(text: &str) -> std::result::Result<Jq, String> {
    compile(text).map(|_| Jq(text.to_owned()))
}

fn compile(code: &str) -> std::result::Result<Filter, String> {
    let defs = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
    let funs = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let arena = Arena::default();
    let modules = Loader::new(defs).load(&arena, File { code, path: () }).map_err(|errors| {
        let first = errors.into_iter().next().map(|(file, error)| match error {
            Error::Io(list) => list.first().map(|(at, why)| place(file.code, at, why)),
            Error::Lex(list) => list.first().map(|(what, at)| expected(file.code, at, what.as_str())),
            Error::Parse(list) => list.first().map(|(what, at)| expected(file.code, at, what.as_str())),
        });
        first.flatten().unwrap_or_else(|| "it cannot be read".into())
    })?;
    Compiler::default().with_funs(funs).compile(modules).map_err(|errors| {
        let first = errors.into_iter().next().and_then(|(file, list)| {
            let (name, kind) = list.into_iter().next()?;
            Some(place(file.code, name, &format!("there is no {} `{name}`", kind.as_str())))
        });
        first.unwrap_or_else(|| "it cannot be compiled".into())
    })
}

fn expected(code: &str, at: &str, what: &str) -> String {
    let shown: String = at.chars().take(QUOTED).collect();
    let found = if shown.is_empty() { "it ends".into() } else { format!("there is `{shown}`") };
    place(code, at, &format!("{found} where {what} is expected"))
}

fn place(code: &str, at: &str, why: &str) -> String {
    let start = jaq_core::load::span(code, at).start;
    let column = code.get(..start).map_or(0, |before| before.chars().count()) + 1;
    format!("at column {column}: {why}")
}

impl Jq {
    /// What the expression makes of JSON: each result on a line, text as it stands.
    ///
    /// # Errors
    /// The data is no JSON; the expression fails on it, prints too much or takes longer than `time`.
    pub async fn run(&self, path: &str, data: Option<Vec<u8>>, time: Duration) -> Result<Vec<u8>> {
        let data = data.unwrap_or_default();
        if serde_json::from_slice::<serde::de::IgnoredAny>(&data).is_err() {
            return Err(super::no_json(path));
        }
        let mut command = Command::new(this_program());
        command.arg("__jq").arg("--").arg(&self.0);
        pipe::through(command, data, time).await.map_err(|broken| {
            let why = match &broken {
                Broken::Failed(_, said) if !said.is_empty() => said.clone(),
                other => other.to_string(),
            };
            let at = crate::sanitise::line(path);
            let failure = Failure::new(Exit::Unexpected, "Jq", format!("--jq fails on {at}: {why}")).on(path);
            if matches!(broken, Broken::Late(_)) {
                failure.hint("--timeout gives it more time")
            } else {
                failure
            }
        })
    }
}

/// The file may have been replaced since it was started; the kernel still has it.
fn this_program() -> std::path::PathBuf {
    let own = std::path::Path::new("/proc/self/exe");
    if own.exists() { own.to_owned() } else { std::env::current_exe().unwrap_or_else(|_| "zkctl".into()) }
}

/// The process that runs an expression: JSON on stdin, results on stdout.
///
/// # Errors
/// It fails; that is on stderr already.
pub fn child(args: &JqArgs) -> Result<()> {
    let fail = |why: String| {
        crate::say(why);
        Failure::silent(Exit::Unexpected)
    };
    // Without a limit it works too.
    let _ = setrlimit(Resource::As, Rlimit { current: Some(MOST_MEMORY), maximum: Some(MOST_MEMORY) });
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let mut data = Vec::new();
    std::io::stdin().lock().read_to_end(&mut data).map_err(|e| Failure::io("cannot read stdin", e))?;
    let filter = compile(&args.expression.0).map_err(fail)?;
    let input = read::parse_single(&data).map_err(|e| fail(e.to_string()))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let ctx = Ctx::<JustLut<Val>>::new(&filter.lut, Vars::new([]));
    for result in filter.id.run((ctx, input)).map(unwrap_valr) {
        match result.map_err(|e| fail(e.to_string()))? {
            Val::TStr(text) | Val::BStr(text) => out.write_all(&text)?,
            other => write!(out, "{other}")?,
        }
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_expression_is_told_with_its_place() {
        for good in [".", ".a[0].b", "keys", "-1", ".a | map(.x) | @base64", "test(\"x\")", "now|todate"] {
            assert_eq!(parse(good), Ok(Jq(good.into())));
        }
        for (bad, why) in [
            (".a | nonsense", "at column 6: there is no filter `nonsense`"),
            (".a | $x", "at column 6: there is no variable `$x`"),
            (".a[", "at column 4: it ends where"),
            ("\"é\" | )", "at column 7: there is `)` where"),
            ("\"x", "at column"),
        ] {
            let said = parse(bad).unwrap_err();
            assert!(said.contains(why), "{bad}: {said}");
        }
    }
}
