//! Data that commands take: as an argument, from stdin, from a file, in base64 or hex; and credentials.

use std::ffi::OsStr;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use base64::Engine;

use crate::failure::{Failure, Result};
use crate::node_args::DataArgs;

/// The data that the arguments mean; `None` if there is none.
pub fn read(args: &DataArgs) -> Result<Option<Vec<u8>>> {
    if args.empty {
        return Ok(Some(Vec::new()));
    }
    let Some(text) = &args.data else { return Ok(None) };
    let raw = match text.as_bytes() {
        b"-" if !args.literal => stdin()?,
        [b'@', file @ ..] if !args.literal => {
            let file = Path::new(OsStr::from_bytes(file));
            std::fs::read(file).map_err(|e| Failure::io(format_args!("cannot read {}", file.display()), e))?
        }
        text => text.to_vec(),
    };
    decode(raw, args).map(Some)
}

fn decode(raw: Vec<u8>, args: &DataArgs) -> Result<Vec<u8>> {
    if !args.base64 && !args.hex {
        return Ok(raw);
    }
    let digits: Vec<u8> = raw.into_iter().filter(|b| !b.is_ascii_whitespace()).collect();
    if args.base64 {
        return base64::engine::general_purpose::STANDARD
            .decode(&digits)
            .map_err(|e| Failure::usage(format!("the data is no base64: {}", e.to_string().to_lowercase())));
    }
    hex(&digits).ok_or_else(|| Failure::usage("the data is no hex: it takes pairs of the digits 0-9 and a-f"))
}

fn hex(digits: &[u8]) -> Option<Vec<u8>> {
    let (pairs, rest) = digits.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let nibble = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
    pairs.iter().map(|[high, low]| Some(nibble(*high)? << 4 | nibble(*low)?)).collect()
}

fn stdin() -> Result<Vec<u8>> {
    let mut raw = Vec::new();
    std::io::stdin().lock().read_to_end(&mut raw).map_err(|e| Failure::io("cannot read stdin", e))?;
    Ok(raw)
}

/// Credentials of `addauth`: as they stand, one line of stdin, or a file. A final line break is not part of them.
pub fn credentials(text: &str) -> Result<Vec<u8>> {
    let mut raw = match text {
        "-" => {
            let mut line = String::new();
            std::io::stdin().read_line(&mut line).map_err(|e| Failure::io("cannot read stdin", e))?;
            line.into_bytes()
        }
        file if file.starts_with('@') => {
            let file = &file[1..];
            std::fs::read(file).map_err(|e| Failure::io(format_args!("cannot read {file}"), e))?
        }
        text => text.as_bytes().to_vec(),
    };
    while raw.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
        raw.pop();
    }
    Ok(raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(data: &str) -> DataArgs {
        DataArgs { data: Some(data.into()), ..DataArgs::default() }
    }

    #[test]
    fn data_is_taken_literally_or_decoded() {
        assert_eq!(read(&args("text")).unwrap(), Some(b"text".to_vec()));
        assert_eq!(read(&DataArgs::default()).unwrap(), None);
        assert_eq!(read(&DataArgs { literal: true, ..args("@x") }).unwrap(), Some(b"@x".to_vec()));
        assert_eq!(read(&DataArgs { base64: true, ..args("AP8=") }).unwrap(), Some(vec![0, 255]));
        assert_eq!(read(&DataArgs { hex: true, ..args("00 fF") }).unwrap(), Some(vec![0, 255]));
        assert!(read(&DataArgs { hex: true, ..args("0") }).is_err());
        assert!(read(&DataArgs { hex: true, ..args("zz") }).is_err());
        assert!(read(&DataArgs { base64: true, ..args("!") }).is_err());
        assert!(read(&args("@/no/such/file")).unwrap_err().to_string().contains("/no/such/file"));
    }
}
