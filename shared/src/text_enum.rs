//! Enums with one text form, the same in the database, in JSON and on the command line.

use thiserror::Error;

/// A text that is none of an enum's values. The text itself is not repeated: it may come from a patient file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{what} must be one of: {}", allowed.join(", "))]
pub struct UnknownText {
    /// What was being read, such as `role`.
    pub what: &'static str,
    /// Every text that would have been understood.
    pub allowed: &'static [&'static str],
}

/// Declares an enum with `ALL`, `as_str`, `Display` and serde over the same text; `FromStr` is left to the caller.
macro_rules! text_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident ($what:literal) {
            $( $(#[$variant_meta:meta])* $variant:ident => $text:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "database", derive(sea_orm::DeriveValueType))]
        #[cfg_attr(feature = "database", sea_orm(value_type = "String", column_type = "Text"))]
        pub enum $name { $( $(#[$variant_meta])* $variant, )+ }

        #[cfg(feature = "database")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];
            /// The text of every value, in the same order.
            pub const TEXTS: &'static [&'static str] = &[ $( $text, )+ ];

            /// The text stored in the database and written to JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $text, )+ }
            }

            /// The value of exactly this text, whatever its case and the spaces around it.
            fn from_canonical(text: &str) -> Result<Self, $crate::UnknownText> {
                let text = text.trim();
                Self::ALL
                    .iter()
                    .copied()
                    .find(|value| value.as_str().eq_ignore_ascii_case(text))
                    .ok_or($crate::UnknownText { what: $what, allowed: Self::TEXTS })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(test)]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": Self::TEXTS })
            }
        }
    };
}

/// `FromStr` for a [`text_enum!`] whose canonical texts are all there is.
macro_rules! canonical_from_str {
    ($($name:ident),+) => { $(
        impl std::str::FromStr for $name {
            type Err = $crate::UnknownText;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::from_canonical(text)
            }
        }
    )+ };
}

pub(crate) use {canonical_from_str, text_enum};
