//! Any bytes survive every way in and every way out.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use base64::Engine;

use crate::support::{Lab, run};

/// Numbers that look random and are the same in each run of a seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn bytes(&mut self) -> Vec<u8> {
        let length = self.next() % 40;
        // Half of them from what is likely to be mistaken for something else.
        let tricky = b"\0\n\r\t '\"\\$|>&#@-=\x1b\x7f\x80\xc3\xa9\xff";
        let pick = |r: u64| {
            if r.is_multiple_of(2) { (r >> 8) as u8 } else { tricky[(r >> 8) as usize % tricky.len()] }
        };
        (0..length).map(|_| pick(self.next())).collect()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// As the shell reads it back: `$'\xHH…'`.
fn quoted(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|b| format!("\\x{b:02x}")).collect();
    format!("$'{digits}'")
}

fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Reads a hex dump back.
fn undump(text: &str) -> Vec<u8> {
    let digits = text.lines().filter_map(|line| Some(line.split_once("  ")?.1.split_once('|')?.0));
    digits.flat_map(|d| d.split_whitespace()).map(|d| u8::from_str_radix(d, 16).unwrap()).collect()
}

fn comes_out(lab: &Lab, bytes: &[u8], way: &str, seed: u64) {
    let told = format!("{bytes:?} by {way}, seed {seed:#x}");
    assert_eq!(lab.run(&["get", "/x"]).exits(0).stdout, bytes, "{told}, get");
    assert_eq!(lab.run(&["get", "/x", "-o", "raw"]).exits(0).stdout, bytes, "{told}, raw");
    assert_eq!(lab.run(&["get", "-b", "/x"]).exits(0).text().trim(), base64(bytes), "{told}, -b");
    assert_eq!(undump(&lab.run(&["get", "-x", "/x"]).exits(0).text()), bytes, "{told}, -x");
    let value = lab.run(&["get", "/x", "-o", "json"]).exits(0).json()["value"].clone();
    assert_eq!(value["null"], false, "{told}");
    let data = value["data"].as_str().unwrap();
    let out = match value["encoding"].as_str().unwrap() {
        "utf8" => data.as_bytes().to_vec(),
        _ => base64::engine::general_purpose::STANDARD.decode(data).unwrap(),
    };
    assert_eq!(out, bytes, "{told}, json");
}

#[test]
fn every_way_in_meets_every_way_out() {
    let seed = std::env::var("SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(0x5eed);
    let lab = Lab::new();
    lab.run(&["create", "/x", "first"]).exits(0);
    let mut random = Random(seed);
    let corner: [&[u8]; 6] = [b"", b"\0", b"-", b"@file", b"\xff\xfe", b"'\\\n"];
    for bytes in corner.into_iter().map(<[u8]>::to_vec).chain((0..3).map(|_| random.bytes())) {
        lab.run_with(&["set", "/x", "-"], &bytes).exits(0);
        comes_out(&lab, &bytes, "stdin", seed);
        let file = lab.path("bytes");
        std::fs::write(&file, &bytes).unwrap();
        lab.run(&["set", "/x", &format!("@{file}")]).exits(0);
        comes_out(&lab, &bytes, "file", seed);
        lab.run(&["set", "/x", "-b", "--", &base64(&bytes)]).exits(0);
        comes_out(&lab, &bytes, "base64", seed);
        lab.run(&["set", "/x", "-x", "--", &hex(&bytes)]).exits(0);
        comes_out(&lab, &bytes, "hex", seed);
        let line = format!("set /x --literal -- {}\n", quoted(&bytes));
        lab.run_with(&[], line.as_bytes()).exits(0);
        comes_out(&lab, &bytes, "shell", seed);
        // An argument of a process cannot hold a zero byte.
        if !bytes.contains(&0) {
            let mut command = lab.command(&["set", "/x", "--literal", "--"]);
            command.arg(OsString::from_vec(bytes.clone()));
            run(command, b"").exits(0);
            comes_out(&lab, &bytes, "argument", seed);
        }
    }
    lab.run(&["create", "/null"]).exits(0);
    assert_eq!(lab.run(&["get", "/null", "-o", "json"]).json()["value"]["null"], true);
    assert_eq!(lab.run(&["get", "/null"]).exits(0).stdout, b"");
}

#[test]
fn data_goes_into_a_file_whole_or_not_at_all() {
    let lab = Lab::new();
    let bytes: Vec<u8> = (0..=255).collect();
    lab.run_with(&["create", "/b", "-"], &bytes).exits(0);
    let file = lab.path("out");
    std::fs::write(&file, "what was there").unwrap();
    lab.run(&["get", "/none", "-f", &file]).exits(3);
    assert_eq!(std::fs::read(&file).unwrap(), b"what was there");
    let run = lab.run(&["get", "/b", "--file", &file]).exits(0);
    assert_eq!(run.text(), "");
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
    lab.run(&["get", "/b", "/b", "-f", &file]).exits(2);
    lab.run(&["get", "/b", "-x", "-f", &file]).exits(2);
    let run = lab.run(&["get", "/b", "-f", "/dev/stdout"]).exits(0);
    assert_eq!(run.stdout, bytes);
    assert!(lab.run(&["get", "/b", "-f", "/nowhere/x"]).exits(1).stderr.contains("cannot write /nowhere/x"));
}
