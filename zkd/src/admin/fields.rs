//! Fields of an answer, in the order in which they were said, and their text as Apache's JSON writer lays it out: two
//! spaces for a level, ` : ` behind a name, lists on one line.

use std::io;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;
use serde_json::ser::Formatter;

/// Names and values in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fields(Vec<(String, Field)>);

/// A value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Field {
    Value(Value),
    Fields(Fields),
    List(Vec<Field>),
}

impl Fields {
    /// Adds a field.
    pub(super) fn put(&mut self, name: impl Into<String>, value: impl Into<Field>) -> &mut Fields {
        self.0.push((name.into(), value.into()));
        self
    }

    /// The text.
    pub(super) fn render(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let result = self.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Layout::default()));
        debug_assert!(result.is_ok(), "names are strings, and a Vec takes all that is written");
        out
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<T: Into<Value>> From<T> for Field {
    fn from(value: T) -> Field {
        Field::Value(value.into())
    }
}

impl From<Fields> for Field {
    fn from(fields: Fields) -> Field {
        Field::Fields(fields)
    }
}

impl FromIterator<Field> for Field {
    fn from_iter<I: IntoIterator<Item = Field>>(items: I) -> Field {
        Field::List(items.into_iter().collect())
    }
}

impl FromIterator<(String, Field)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, Field)>>(items: I) -> Fields {
        Fields(items.into_iter().collect())
    }
}

#[derive(Default)]
struct Layout {
    level: usize,
    has_member: bool,
}

impl Layout {
    fn line<W: ?Sized + io::Write>(&self, w: &mut W) -> io::Result<()> {
        w.write_all(b"\n")?;
        (0..self.level).try_for_each(|_| w.write_all(b"  "))
    }
}

impl Formatter for Layout {
    fn begin_array<W: ?Sized + io::Write>(&mut self, w: &mut W) -> io::Result<()> {
        w.write_all(b"[ ")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, w: &mut W) -> io::Result<()> {
        let space: &[u8] = if self.has_member { b" " } else { b"" };
        w.write_all(space)?;
        self.has_member = true;
        w.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { w.write_all(b", ") }
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_member = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.level += 1;
        self.has_member = false;
        w.write_all(b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.level -= 1;
        if self.has_member {
            self.line(w)?;
        } else {
            w.write_all(b" ")?;
        }
        self.has_member = true;
        w.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        if !first {
            w.write_all(b",")?;
        }
        self.line(w)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.has_member = false;
        w.write_all(b" : ")
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_member = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(fields: &Fields) -> String {
        String::from_utf8(fields.render()).expect("JSON is UTF-8")
    }

    #[test]
    fn the_layout_is_that_of_apaches_writer() {
        let mut inner = Fields::default();
        inner.put("zxid", 5);
        let mut fields = Fields::default();
        fields.put("list", Field::List(vec![Field::from(1), Field::from(2)]));
        fields.put("nothing", Field::List(Vec::new()));
        fields.put("digests", Field::List(vec![inner.clone().into(), inner.into()]));
        fields.put("map", Fields::default());
        fields.put("command", "hash").put("error", Value::Null);
        let expected = "{\n  \"list\" : [ 1, 2 ],\n  \"nothing\" : [ ],\n  \"digests\" : [ {\n    \"zxid\" : 5\n  }, {\n    \
                        \"zxid\" : 5\n  } ],\n  \"map\" : { },\n  \"command\" : \"hash\",\n  \"error\" : null\n}";
        assert_eq!(text(&fields), expected);
        serde_json::from_str::<Value>(expected).expect("it is JSON");
    }
}
