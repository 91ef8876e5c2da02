//! The options that say how answers look, besides the format itself.

use clap::{Args, ValueEnum};

use crate::args::{Format, LineArgs};
use crate::failure::{Failure, Result};
use crate::output::{Template, is_json};

const HEADING: &str = "Global options";

/// How times, sizes and columns are printed.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct FormArgs {
    /// Only these columns, in this order: table, plain, csv and tsv
    #[arg(long, value_name = "A,B,C", value_delimiter = ',', global = true, help_heading = HEADING)]
    pub columns: Vec<String>,
    /// A line for each row, with columns in it: '{{path}} {{stat.mzxid}}'; -o csv shows which there are
    // Its id is its own: `prompt` in the shell has an argument called template, too.
    #[arg(id = "row_template", long = "template", value_name = "TEXT", value_parser = Template::parse)]
    #[arg(global = true, help_heading = HEADING, conflicts_with = "columns")]
    pub template: Option<Template>,
    /// No line of titles above a table, csv or tsv
    #[arg(long, global = true, help_heading = HEADING)]
    pub no_header: bool,
    /// How times are printed outside JSON and YAML [default: iso, in UTC]
    #[arg(long, value_name = "FORM", env = "ZKD_TIME", global = true, help_heading = HEADING)]
    #[arg(hide_env_values = true)]
    pub time: Option<TimeForm>,
    /// How sizes are printed outside JSON and YAML [default: human in a table, exact otherwise]
    #[arg(long, value_name = "FORM", global = true, help_heading = HEADING)]
    pub bytes: Option<ByteForm>,
}

impl FormArgs {
    /// These options over those of the whole run.
    pub fn over(&self, base: &FormArgs) -> FormArgs {
        FormArgs {
            columns: if self.columns.is_empty() { base.columns.clone() } else { self.columns.clone() },
            // A form that the line names itself is the one that counts.
            template: self.template.clone().or_else(|| base.template.clone()),
            no_header: self.no_header || base.no_header,
            time: self.time.or(base.time),
            bytes: self.bytes.or(base.bytes),
        }
    }
}

impl LineArgs {
    /// Words, and what is asked and noted, as in zkCli.
    pub fn speak_as_zkcli(&mut self) {
        self.output.get_or_insert(Format::Zkcli);
        self.quiet = true;
        self.yes = true;
    }

    /// # Errors
    /// Options that do nothing together.
    pub fn check(&self) -> Result<()> {
        match self.output {
            Some(format) if self.form.template.is_some() && format != Format::Zkcli => {
                Err(Failure::usage("--template is a form of its own: it does nothing with -o")
                    .hint("leave -o out"))
            }
            Some(format) if is_json(format) && !self.form.columns.is_empty() => {
                Err(Failure::usage("--columns chooses columns, which JSON and YAML do not have")
                    .hint("with -o table, plain, csv or tsv; JSON documents are whole"))
            }
            _ => Ok(()),
        }
    }
}

/// How a point in time is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TimeForm {
    // Variants carry plain comments: documented ones make clap's help twice as long.
    // `2026-03-01T13:58:02Z`.
    #[default]
    Iso,
    // Milliseconds since 1970.
    Epoch,
    // `3m ago`.
    Relative,
    // ISO 8601 in the time zone of this machine.
    Local,
}

/// How a number of bytes is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ByteForm {
    // `1228`.
    Exact,
    // `1.2K`.
    Human,
}
