//! Where exported nodes go, in one of the forms.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::TreeNode;
use super::dir::DirWriter;
use super::document::DocumentWriter;
use super::jsonl::{Head, JsonlWriter, Values};
use super::ncdu::NcduWriter;
use crate::exit::Exit;
use crate::failure::{Failure, Result};

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    // One file, a line per node.
    Jsonl,
    // One document.
    Json,
    // A directory per node.
    Dir,
    // What ncdu reads: sizes.
    Ncdu,
}

/// A form that is one file.
pub enum Text<W: Write> {
    Jsonl(JsonlWriter<W>),
    Json(DocumentWriter<W>),
    Ncdu(NcduWriter<W>),
}

impl<W: Write> Text<W> {
    fn new(out: W, form: Form, head: &Head, values: Values, with_stat: bool) -> io::Result<Text<W>> {
        Ok(match form {
            Form::Json => Text::Json(DocumentWriter::new(out, head, values, with_stat)?),
            Form::Ncdu => Text::Ncdu(NcduWriter::new(out)?),
            Form::Jsonl | Form::Dir => Text::Jsonl(JsonlWriter::new(out, head, values, with_stat)?),
        })
    }

    fn write(&mut self, node: &TreeNode) -> io::Result<()> {
        match self {
            Text::Jsonl(writer) => writer.write(node),
            Text::Json(writer) => writer.write(node),
            Text::Ncdu(writer) => writer.write(node),
        }
    }

    fn bytes(&self) -> u64 {
        match self {
            Text::Jsonl(writer) => writer.bytes(),
            Text::Json(writer) => writer.bytes(),
            Text::Ncdu(writer) => writer.bytes(),
        }
    }

    fn finish(self) -> io::Result<W> {
        match self {
            Text::Jsonl(writer) => writer.finish(),
            Text::Json(writer) => writer.finish(),
            Text::Ncdu(writer) => writer.finish(),
        }
    }
}

/// An export being written. A file has another name until it is whole.
pub enum Target {
    Stdout(Text<Box<dyn Write + Send>>),
    File { writer: Text<BufWriter<File>>, draft: tempfile::TempPath, whole: std::path::PathBuf },
    Dir(DirWriter),
}

impl Target {
    /// Starts it. `-` is stdout.
    ///
    /// # Errors
    /// The file or directory is there already, or cannot be made.
    pub fn open(
        to: &Path,
        form: Form,
        head: &Head,
        values: Values,
        with_stat: bool,
        force: bool,
    ) -> Result<Target> {
        let fail = |e| Failure::io(format_args!("cannot write {}", to.display()), e);
        if form == Form::Dir {
            if to == Path::new("-") {
                return Err(Failure::usage("a directory cannot be written to stdout").hint("name one"));
            }
            return DirWriter::new(to, head, with_stat).map(Target::Dir);
        }
        if to == Path::new("-") {
            let out: Box<dyn Write + Send> = Box::new(BufWriter::with_capacity(256 << 10, std::io::stdout()));
            return Ok(Target::Stdout(Text::new(out, form, head, values, with_stat)?));
        }
        if to.exists() && !force {
            let said = format!("{} is there already", to.display());
            return Err(Failure::new(Exit::Refused, "FileExists", said).hint("--force writes over it"));
        }
        // Beside its place, so that it can be moved there at once; exports may hold secrets: mode 0600.
        let dir = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let (file, draft) = tempfile::NamedTempFile::new_in(dir).map_err(fail)?.into_parts();
        let writer = Text::new(BufWriter::with_capacity(256 << 10, file), form, head, values, with_stat);
        Ok(Target::File { writer: writer.map_err(fail)?, draft, whole: to.to_owned() })
    }

    /// Writes a node.
    ///
    /// # Errors
    /// Of the file.
    pub fn write(&mut self, node: &TreeNode) -> Result<()> {
        match self {
            Target::Stdout(writer) => Ok(writer.write(node)?),
            Target::File { writer, whole, .. } => writer
                .write(node)
                .map_err(|e| Failure::io(format_args!("cannot write {}", whole.display()), e)),
            Target::Dir(writer) => writer.write(node),
        }
    }

    /// Makes it whole; gives its bytes.
    ///
    /// # Errors
    /// Of the file.
    pub fn finish(self) -> Result<u64> {
        match self {
            Target::Stdout(writer) => {
                let bytes = writer.bytes();
                writer.finish()?;
                Ok(bytes)
            }
            Target::File { writer, draft, whole } => {
                let bytes = writer.bytes();
                let fail = |e| Failure::io(format_args!("cannot write {}", whole.display()), e);
                writer.finish().map_err(fail)?.get_ref().sync_all().map_err(fail)?;
                draft.persist(&whole).map_err(|e| fail(e.error))?;
                Ok(bytes)
            }
            Target::Dir(writer) => {
                let bytes = writer.bytes();
                writer.finish().map(|()| bytes)
            }
        }
    }
}
