//! The syntax case by case; every expectation here was printed by `java.util.Properties` (OpenJDK 17), those
//! marked `Differs:` in the parent apart.

use super::*;

/// `key=value` of each entry, controls escaped.
fn read(text: &str) -> Vec<String> {
    let (entries, errors) = parse(text.as_bytes());
    assert_eq!(errors, [], "{text:?}");
    entries.iter().map(|e| format!("{}={}", e.key.escape_debug(), e.value.escape_debug())).collect()
}

#[test]
fn separators_and_blanks() {
    for (text, expected) in [
        ("a=b", "a=b"),
        ("a:b", "a=b"),
        ("a b", "a=b"),
        ("a\tb", "a=b"),
        ("a\x0cb", "a=b"),
        ("  a  =  b  ", "a=b"),
        ("a = = b", "a== b"),
        ("a  :=b", "a==b"),
        ("a", "a="),
        ("a=", "a="),
        ("=b", "=b"),
        ("a\\=b=c", "a=b=c"),
        ("a\\ b=c", "a b=c"),
        ("a\\:b c", "a:b=c"),
        ("a=b#c", "a=b#c"),
        ("a=\x01b\x02", "a=b"),
    ] {
        assert_eq!(read(text), [expected], "{text:?}");
    }
}

#[test]
fn comments_and_empty_lines_are_skipped() {
    assert_eq!(read("# c\n! d\n\n  \t\n  # e\\\na=b\n#"), ["a=b"]);
}

#[test]
fn a_backslash_continues_a_line() {
    for (text, expected) in [
        ("a=b\\\nc", "a=bc"),
        ("a=b\\\n   c", "a=bc"),
        ("a=b\\\r\n   c", "a=bc"),
        ("a=b\\\r   c", "a=bc"),
        ("a=b\\\\", "a=b\\\\"),
        ("a=b\\\\\\\nc", "a=b\\\\c"),
        ("a=b\\\n#c", "a=b#c"),
        ("a=b\\\n\n", "a=b"),
        ("a=b\\", "a=b"),
        ("a\\\n=b", "a=b"),
        ("\\\n# c\n\na=b", "a=b"),
        ("  \\\n\\\n a=b", "a=b"),
    ] {
        assert_eq!(read(text), [expected], "{text:?}");
    }
}

#[test]
fn escapes() {
    for (text, expected) in [
        ("a=\\t\\n\\r\\fx", "a=x"),
        ("a=x\\ty", "a=x\\ty"),
        ("a=\\q\\\"", "a=q\\\""),
        ("a=\\u0041\\u00e9", "a=Aé"),
        ("a=\\ud83d\\ude00", "a=😀"),
        ("a=\\ud83dx", "a=\u{fffd}x"),
        ("\\u0061=b", "a=b"),
    ] {
        assert_eq!(read(text), [expected], "{text:?}");
    }
    for bad in ["a=b\na=\\u12", "a=b\na=\\u12g4", "a=b\na=\\u+123", "a=b\n\\u=a"] {
        let (entries, errors) = parse(bad.as_bytes());
        assert_eq!((entries.len(), errors.len(), errors[0].line_number), (1, 1, Some(2)), "{bad}");
    }
}

#[test]
fn lines_are_counted_by_every_kind_of_end() {
    let (entries, _) = parse(b"a=1\nb=2\r\nc=3\rd=4\\\n\n# x\n\r\ne=5");
    let lines: Vec<_> = entries.iter().map(|e| (e.key.as_str(), e.line_number)).collect();
    assert_eq!(lines, [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 8)]);
}

#[test]
fn duplicates_are_kept() {
    assert_eq!(read("a=1\na=2"), ["a=1", "a=2"]);
}

#[test]
fn utf8_latin1_and_a_byte_order_mark() {
    assert_eq!(read("\u{feff}a=ü"), ["a=ü"]);
    let (entries, errors) = parse(b"a=\xfc\nb=\xc3");
    assert_eq!(errors, []);
    assert_eq!((entries[0].value.as_str(), entries[1].value.as_str()), ("ü", "Ã"));
}

#[test]
fn a_file_that_is_too_long_is_not_read() {
    let long = vec![b'\n'; MAX_BYTES + 1];
    assert_eq!(parse(&long[1..]), (Vec::new(), Vec::new()));
    let (entries, errors) = parse(&long);
    assert_eq!((entries.len(), errors.len()), (0, 1));
    assert!(errors[0].text.contains("1 MiB"));
}
