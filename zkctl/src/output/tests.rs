//! The forms of answers, as text.

use zk_proto::{Acl, SessionId, Stat, Zxid};

use super::text::iso_ms;
use super::*;
use crate::reply::*;

fn stat() -> Stat {
    Stat {
        czxid: Zxid(0x10),
        mzxid: Zxid(0x13_0000_0a1f),
        ctime: 1_772_373_600_120,
        mtime: 1_772_373_602_004,
        version: 14,
        cversion: 0,
        aversion: 0,
        ephemeral_owner: SessionId::NONE,
        data_length: 1228,
        num_children: 2,
        pzxid: Zxid(0x10),
    }
}

fn form(reply: &Reply, format: Format, paint: Paint) -> String {
    let mut out = Vec::new();
    match format {
        Format::Plain => plain::reply(reply, paint, &mut out),
        Format::Table => table::reply(reply, paint, &mut out),
        Format::Json | Format::Jsonl => json::reply(reply, &[], &mut out),
        other => unreachable!("{other:?} is asked of Out"),
    }
    .unwrap();
    String::from_utf8_lossy(&out).into_owned()
}

const TERMINAL: Paint = Paint { terminal: true, width: 40, ..Paint::PIPE };

fn node(data: Option<&[u8]>) -> Reply {
    Reply::Data(vec![Node {
        path: "/a".into(),
        data: data.map(<[u8]>::to_vec),
        stat: stat(),
        encoding: Encoding::Raw,
        show_stat: false,
    }])
}

#[test]
fn data_leaves_untouched_by_a_pipe_and_harmless_by_a_terminal() {
    let data = node(Some(b"a\x1b[2Jb"));
    assert_eq!(form(&data, Format::Plain, Paint::PIPE), "a\u{1b}[2Jb");
    assert_eq!(form(&data, Format::Plain, TERMINAL), "a\\x1b[2Jb\n");
    assert_eq!(form(&data, Format::Table, TERMINAL), "a\\x1b[2Jb\n");
    assert_eq!(form(&node(None), Format::Plain, Paint::PIPE), "");
    assert_eq!(form(&node(None), Format::Table, TERMINAL), "(null)\n");
}

#[test]
fn json_keeps_null_text_and_bytes_apart() {
    let value = |data| -> serde_json::Value {
        let text = form(&node(data), Format::Json, Paint::PIPE);
        serde_json::from_str::<serde_json::Value>(&text).unwrap()["value"].clone()
    };
    assert_eq!(value(None)["null"], true);
    assert_eq!(value(Some(b""))["data"], "");
    assert_eq!(value(Some(b"\xff"))["encoding"], "base64");
    assert_eq!(value(Some(b"\xff"))["data"], "/w==");
    assert_eq!(
        form(&Reply::Created { path: "/a".into(), stat: stat() }, Format::Json, Paint::PIPE),
        "{\"schema\":\"zkctl/1\",\"path\":\"/a\",\"stat\":{\"czxid\":\"0x10\",\"mzxid\":\"0x1300000a1f\",\
         \"pzxid\":\"0x10\",\"epoch\":19,\"ctime\":\"2026-03-01T14:00:00.120Z\",\"mtime\":\"2026-03-01T14:00:02.004Z\",\
         \"version\":14,\"cversion\":0,\"aversion\":0,\"ephemeral_owner\":null,\"data_length\":1228,\"num_children\":2}}\n"
    );
}

#[test]
fn long_listings_are_aligned_for_people_and_tabbed_for_programs() {
    let rows = || {
        vec![
            LongRow { name: "config".into(), stat: stat() },
            LongRow { name: "x\u{1b}".into(), stat: Stat { ephemeral_owner: SessionId(0x10), ..stat() } },
        ]
    };
    let long = Reply::Long { path: "/".into(), rows: rows(), stat: None };
    let table = form(&long, Format::Table, TERMINAL);
    assert_eq!(
        table,
        "NAME    TYPE        VER  SIZE  CHILDREN  MODIFIED              OWNER\n\
         config  persistent   14  1.2K         2  2026-03-01T14:00:02Z  -\n\
         x\\x1b   ephemeral    14  1.2K         2  2026-03-01T14:00:02Z  0x10\n\
         2 nodes\n"
    );
    let plain = form(&long, Format::Plain, Paint::PIPE);
    assert_eq!(plain.lines().next().unwrap(), "config\tpersistent\t14\t1228\t2\t2026-03-01T14:00:02.004Z\t-");
}

#[test]
fn names_fill_the_width_downwards() {
    let names = (1..=5).map(|n| format!("node-{n:04}")).collect();
    let reply = Reply::Names { path: "/".into(), names, stat: None, single: false };
    assert_eq!(
        form(&reply, Format::Table, TERMINAL),
        "node-0001  node-0003  node-0005\nnode-0002  node-0004\n"
    );
    assert_eq!(form(&reply, Format::Plain, Paint::PIPE).lines().count(), 5);
}

#[test]
fn acls_print_as_they_are_typed() {
    let reply = Reply::Acl { path: "/".into(), acl: Acl::open(), stat: stat(), show_stat: false };
    assert_eq!(form(&reply, Format::Plain, Paint::PIPE), "world:anyone:cdrwa\n");
    assert_eq!(form(&reply, Format::Table, TERMINAL), "SCHEME  ID      PERMS\nworld   anyone  cdrwa\n");
}

#[test]
fn hex_dumps_have_offsets_and_text() {
    assert_eq!(
        text::hex_dump(b"\x00\x01hello, wor\xffld!"),
        "00000000  00 01 68 65 6c 6c 6f 2c  20 77 6f 72 ff 6c 64 21  |..hello, wor.ld!|\n00000010\n"
    );
    assert_eq!(text::hex_dump(b"").as_str(), "00000000\n");
}

#[test]
fn times_out_of_range_stay_numbers() {
    assert_eq!(iso_ms(0), "1970-01-01T00:00:00.000Z");
    assert_eq!(iso_ms(i64::MAX), i64::MAX.to_string());
}

#[test]
fn a_report_has_every_form() {
    use crate::reply::report::{Cell, Column, Report, Row, Tone};
    const COLUMNS: &[Column] =
        &[Column::new("server", "SERVER"), Column::new("lag", "LAG"), Column::new("size", "SIZE")];
    let rows = vec![
        Row::new(vec!["a\x1b[2J".into(), Cell::from(5), Cell::Bytes(2048)]),
        Row::new(vec!["b".into(), Cell::None, Cell::Bytes(1)]).tone(Tone::Bad),
    ];
    let fields = vec![("zxid", Cell::from(Zxid(0x10)))];
    let foot = vec!["2 servers".into()];
    let report =
        Reply::Report(Report { name: "servers", fields, columns: COLUMNS, rows, foot, ..Report::default() });
    assert_eq!(form(&report, Format::Plain, Paint::PIPE), "a\x1b[2J\t5\t2048\nb\t-\t1\n");
    assert_eq!(
        form(&report, Format::Table, TERMINAL),
        "SERVER    LAG  SIZE\na\\x1b[2J    5  2.0K\nb           -     1\n2 servers\n"
    );
    let json: serde_json::Value = serde_json::from_str(&form(&report, Format::Json, Paint::PIPE)).unwrap();
    assert_eq!(json["zxid"], "0x10");
    assert_eq!(json["servers"][1], serde_json::json!({"server": "b", "lag": null, "size": 1}));
}

/// What `Out` writes for some records and answers.
fn written(format: Format, form: &FormArgs, work: impl FnOnce(&mut Out)) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut out = Out::new(format, form, TERMINAL, Box::new(file.reopen().unwrap()));
    work(&mut out);
    out.end().unwrap();
    std::fs::read_to_string(file.path()).unwrap()
}

fn columns(names: &[&str]) -> FormArgs {
    FormArgs { columns: names.iter().map(|n| (*n).to_owned()).collect(), ..FormArgs::default() }
}

fn acl(id: &str) -> Reply {
    let acl = vec![Acl { perms: zk_proto::Perms(1), id: zk_proto::Id::new("sasl", id) }];
    Reply::Acl { path: "/".into(), acl, stat: stat(), show_stat: false }
}

#[test]
fn cells_of_csv_are_quoted_and_never_formulas() {
    let csv = |id: &str| written(Format::Csv, &FormArgs::default(), |out| out.show(&acl(id)).unwrap());
    assert_eq!(csv("=cmd|'/c'!A1"), "scheme,id,perms\nsasl,'=cmd|'/c'!A1,r\n");
    for sign in ["+1", "-1", "@x"] {
        assert_eq!(csv(sign), format!("scheme,id,perms\nsasl,'{sign},r\n"));
    }
    assert_eq!(csv("a,\"b\""), "scheme,id,perms\nsasl,\"a,\"\"b\"\"\",r\n");
    assert_eq!(csv("a\u{1b}b"), "scheme,id,perms\nsasl,a\\x1bb,r\n");
    let bare = FormArgs { no_header: true, ..FormArgs::default() };
    assert_eq!(written(Format::Tsv, &bare, |out| out.show(&acl("a")).unwrap()), "sasl\ta\tr\n");
}

#[test]
fn columns_are_chosen_by_name_and_unknown_ones_refused() {
    let reply = Reply::Stats(vec![("/a".into(), stat()), ("/b".into(), stat())]);
    let form = columns(&["path", "mzxid"]);
    for (format, text) in [
        (Format::Plain, "/a\t0x1300000a1f\n/b\t0x1300000a1f\n"),
        (Format::Csv, "path,stat.mzxid\n/a,0x1300000a1f\n/b,0x1300000a1f\n"),
        (Format::Table, "PATH  STAT.MZXID\n/a    0x1300000a1f\n/b    0x1300000a1f\n"),
    ] {
        assert_eq!(written(format, &form, |out| out.show(&reply).unwrap()), text);
    }
    let failure = written_failure(&columns(&["nope"]), &reply);
    assert_eq!(failure.exit(), crate::exit::Exit::Usage);
    assert!(failure.to_string().contains("no column `nope`") && failure.to_string().contains("stat.mzxid"));
}

fn written_failure(form: &FormArgs, reply: &Reply) -> crate::failure::Failure {
    Out::new(Format::Plain, form, TERMINAL, Box::new(io::sink())).show(reply).unwrap_err().into()
}

#[test]
fn yaml_is_the_same_document() {
    let yaml = |reply: &Reply| written(Format::Yaml, &FormArgs::default(), |out| out.show(reply).unwrap());
    assert_eq!(
        yaml(&node(Some(b"yes: \x1b[2J"))).lines().take(7).collect::<Vec<_>>(),
        [
            "---",
            "schema: zkctl/1",
            "path: /a",
            "value:",
            "  encoding: utf8",
            "  data: \"yes: \\e[2J\"",
            "  bytes: 9"
        ]
    );
    let stream = written(Format::Yaml, &FormArgs::default(), |out| {
        out.begin("paths", Pace::Bulk).unwrap();
        out.record(&Record::Path("/a".into())).unwrap();
        out.record(&Record::Path("/b: c".into())).unwrap();
    });
    assert_eq!(stream, "---\nschema: zkctl/1\npaths:\n- path: /a\n- path: \"/b: c\"\n");
    let none = written(Format::Yaml, &FormArgs::default(), |out| out.begin("paths", Pace::Bulk).unwrap());
    assert_eq!(none, "---\nschema: zkctl/1\npaths: []\n");
}

#[test]
fn streams_have_columns_too() {
    use crate::reply::report::{Cell, Column, Row};
    const COLUMNS: &[Column] = &[Column::new("path", "PATH"), Column::new("size", "SIZE")];
    let rows = |out: &mut Out| {
        out.begin("rows", Pace::Bulk).unwrap();
        for (path, size) in [("/long-path", 1), ("/b", 2048)] {
            let row = Row::new(vec![path.into(), Cell::Bytes(size)]);
            out.record(&Record::Row { columns: COLUMNS, row }).unwrap();
        }
    };
    let whole = FormArgs::default();
    assert_eq!(written(Format::Csv, &whole, rows), "path,size\n/long-path,1\n/b,2048\n");
    assert_eq!(written(Format::Csv, &columns(&["size"]), rows), "size\n1\n2048\n");
    assert_eq!(written(Format::Table, &whole, rows), "PATH        SIZE\n/long-path  1\n/b          2.0K\n");
    let exact = FormArgs { bytes: Some(ByteForm::Exact), no_header: true, ..FormArgs::default() };
    assert_eq!(written(Format::Table, &exact, rows), "/long-path  1\n/b          2048\n");
    let event = |out: &mut Out| {
        out.record(&Record::WatchSet { time_ms: 0, path: "/a".into(), mode: "persistent_recursive" })
            .unwrap();
        let zxid = Some(Zxid(0x10));
        out.record(&Record::Event { time_ms: 1, event: "deleted", path: "/a".into(), zxid }).unwrap();
    };
    assert_eq!(
        written(Format::Csv, &columns(&["event", "path", "zxid", "ts"]), event),
        "event,path,zxid,ts\nwatch_set,/a,,1970-01-01T00:00:00.000Z\ndeleted,/a,0x10,1970-01-01T00:00:00.001Z\n"
    );
}

#[test]
fn times_take_four_forms() {
    let paint = |time| Paint { time, ..Paint::PIPE };
    assert_eq!(paint(TimeForm::Iso).time_ms(1), "1970-01-01T00:00:00.001Z");
    assert_eq!(paint(TimeForm::Epoch).time_ms(1), "1");
    assert!(paint(TimeForm::Relative).time_seconds(1).ends_with("d ago"));
    let local = paint(TimeForm::Local).time_ms(1_772_373_600_120);
    assert!(local.starts_with("2026-0") && local.parse::<jiff::Timestamp>().is_ok(), "{local}");
    for (ms, now, text) in
        [(0, 0, "now"), (0, 59_999, "59s ago"), (0, 60_000, "1m ago"), (7_200_000, 0, "in 2h")]
    {
        assert_eq!(text::relative(ms, now), text);
    }
}

#[test]
fn raw_is_raw_even_on_a_terminal() {
    let raw = written(Format::Raw, &FormArgs::default(), |out| out.show(&node(Some(b"a\x1b[2Jb"))).unwrap());
    assert_eq!(raw, "a\u{1b}[2Jb");
}

#[test]
fn a_table_leaves_out_what_a_terminal_has_no_room_for() {
    use crate::reply::report::{Cell, Column, Report, Row};
    const COLUMNS: &[Column] = &[
        Column::new("id", "ID"),
        Column::minor("why", "WHY"),
        Column::minor("zxid", "ZXID"),
        Column::minor("version", "VERSION"),
        Column::new("last", "LAST"),
    ];
    let row = Row::new(vec![1i64.into(), Cell::None, "0x1234".into(), "zkd 0.0.0".into(), "end".into()]);
    let report = Report { name: "rows", columns: COLUMNS, rows: vec![row], ..Report::default() };
    let grid = super::grid::Grid::from(&report);
    let print = |terminal: bool, width: usize| {
        let mut out = Vec::new();
        super::report::table(&grid, Paint { terminal, width, ..Paint::PIPE }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!(print(true, 80), "ID  WHY  ZXID    VERSION    LAST\n 1  -    0x1234  zkd 0.0.0  end\n");
    assert_eq!(
        print(true, 30),
        "ID  ZXID    VERSION    LAST\n 1  0x1234  zkd 0.0.0  end\n",
        "nothing is missed"
    );
    assert_eq!(
        print(true, 20),
        "ID  ZXID    LAST\n 1  0x1234  end\nnot shown: VERSION (a wider terminal or --columns has them)\n"
    );
    assert_eq!(print(true, 3).lines().next(), Some("ID  LAST"));
    assert!(print(false, 3).contains("zkd 0.0.0"), "a pipe has room for all");
    let chosen = super::grid::Grid::from(&report).select(&["id".into(), "version".into()]).unwrap();
    let mut out = Vec::new();
    super::report::table(&chosen, Paint { terminal: true, width: 5, ..Paint::PIPE }, &mut out).unwrap();
    assert!(String::from_utf8(out).unwrap().contains("zkd 0.0.0"), "who names a column wants it");
}
