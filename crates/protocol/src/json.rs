//! Reading JSON with little code in the browser.
//!
//! `serde_json` reads a text straight into a type, for which it brings code of its own per type: for objects that come as
//! lists, for names of fields, for what to say about an error. That is half a kilobyte per type on its way to the
//! browser. Here the text becomes a tree first, which is one type, and the tree is taken apart: a type gets its fields one
//! after the other like the items of a list, so that it neither looks for them nor counts them, and errors say nothing.
//! Numbers are whole, as everywhere in the protocol. Fields have one name each.

use std::{fmt, slice, vec};

use serde::{
    Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, EnumAccess, Error, IntoDeserializer, SeqAccess, VariantAccess, Visitor,
        value::StringDeserializer,
    },
    forward_to_deserialize_any,
};
use serde_json::{Map, Value};

/// A text that is not what the protocol describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is not what the protocol describes")
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Reads what a server or this device wrote. Unknown fields are passed over.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    take(tree(text)?)
}

/// The text as a tree.
pub(crate) fn tree(text: &str) -> Result<Value, Unreadable> {
    serde_json::from_str(text).map_err(|_| Unreadable)
}

/// Takes a tree apart.
pub(crate) fn take<T: DeserializeOwned>(tree: Value) -> Result<T, Unreadable> {
    T::deserialize(Tree(tree))
}

struct Tree(Value);

impl<'de> Deserializer<'de> for Tree {
    type Error = Unreadable;

    /// Nothing in the protocol is of any type.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unreadable)?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_u64(self.0.as_u64().ok_or(Unreadable)?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.0.as_i64().ok_or(Unreadable)?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if let Value::String(text) = self.0 { visitor.visit_string(text) } else { Err(Unreadable) }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &str, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if let Value::Array(items) = self.0 { visitor.visit_seq(Items(items.into_iter())) } else { Err(Unreadable) }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(Fields::of(self.0, names)?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let (name, content) = match self.0 {
            Value::String(name) => (name, Value::Null),
            Value::Object(object) => object.into_iter().next().ok_or(Unreadable)?,
            _ => return Err(Unreadable),
        };
        visitor.visit_enum(Variant { name, content })
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct map identifier ignored_any
    }
}

struct Items(vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        self.0.next().map(|item| seed.deserialize(Tree(item))).transpose()
    }
}

/// The fields of a type, in their order, from an object that may have them in any other.
struct Fields {
    object: Map<String, Value>,
    names: slice::Iter<'static, &'static str>,
}

impl Fields {
    fn of(tree: Value, names: &'static [&'static str]) -> Result<Self, Unreadable> {
        if let Value::Object(object) = tree { Ok(Self { object, names: names.iter() }) } else { Err(Unreadable) }
    }

    /// The next field, and whether it is there.
    fn next(&mut self) -> (Tree, bool) {
        let found = self.names.next().and_then(|name| self.object.get_mut(*name)).map(Value::take);
        let is_there = found.is_some();
        (Tree(found.unwrap_or_default()), is_there)
    }
}

impl<'de> SeqAccess<'de> for Fields {
    type Error = Unreadable;

    /// What is missing reads as `null`. If that is nothing that the field can be, the list is over: serde takes the
    /// default then, where there is one, and gives up otherwise.
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        let (tree, is_there) = self.next();
        match seed.deserialize(tree) {
            Ok(field) => Ok(Some(field)),
            Err(error) if is_there => Err(error),
            Err(_) => Ok(None),
        }
    }
}

/// One of several things: its name alone, or with what belongs to it.
struct Variant {
    name: String,
    content: Value,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Tree;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Tree), Unreadable> {
        let name: StringDeserializer<Unreadable> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, Tree(self.content)))
    }
}

impl<'de> VariantAccess<'de> for Tree {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_struct("", names, visitor)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Plain,
        Holding(u32),
        #[serde(other)]
        Unknown,
    }

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    struct Thing {
        #[serde(rename = "called")]
        name: String,
        kinds: Vec<Kind>,
        size: Option<u64>,
        #[serde(default)]
        pair: (i64, bool),
    }

    fn thing(text: &str) -> Result<Thing, Unreadable> {
        read(text)
    }

    #[test]
    fn fields_are_found_by_name_in_any_order_and_others_are_passed_over() {
        let text =
            r#"{"kinds":["plain",{"holding":7},"new"],"other":{"size":[1.5]},"pair":[-3,true],"called":"a\n\u00e9"}"#;
        let kinds = vec![Kind::Plain, Kind::Holding(7), Kind::Unknown];
        assert_eq!(thing(text), Ok(Thing { name: "a\né".to_owned(), kinds, size: None, pair: (-3, true) }));
        let bare = Thing { name: String::new(), kinds: Vec::new(), size: Some(u64::MAX), pair: (0, false) };
        assert_eq!(thing(r#"{"called":"","kinds":[],"size":18446744073709551615}"#), Ok(bare));
    }

    #[test]
    fn what_is_of_another_type_cannot_be_read() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{"kinds":[]}"#,
            r#"{"called":"","pair":[0,true]}"#,
            r#"{"called":null,"kinds":[]}"#,
            r#"{"called":"","kinds":[],"pair":null}"#,
            r#"{"called":7,"kinds":[]}"#,
            r#"{"called":"","kinds":{}}"#,
            r#"{"called":"","kinds":[{"holding":4294967296}]}"#,
            r#"{"called":"","kinds":[{"holding":-1}]}"#,
            r#"{"called":"","kinds":[],"size":1.5}"#,
            r#"{"called":"","kinds":[]} more"#,
        ] {
            assert_eq!(thing(text), Err(Unreadable), "{text}");
        }
    }
}
