//! A place in a form: the form itself, a page, a section or a field, by their positions.

use shared::form::{Field, FormSchema, Page, Place, Section};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spot {
    #[default]
    Form,
    Page(usize),
    Section(usize, usize),
    Field(usize, usize, usize),
}

impl Spot {
    /// Where a problem is.
    pub fn of(place: &Place) -> Self {
        match (place.page, place.section, place.field) {
            (Some(page), Some(section), Some(field)) => Self::Field(page, section, field),
            (Some(page), Some(section), None) => Self::Section(page, section),
            (Some(page), None, _) => Self::Page(page),
            (None, ..) => Self::Form,
        }
    }

    /// Whether there is something here.
    pub fn is_in(self, schema: &FormSchema) -> bool {
        match self {
            Self::Form => true,
            Self::Page(_) => self.page_of(schema).is_some(),
            Self::Section(..) => self.section_of(schema).is_some(),
            Self::Field(..) => self.field_of(schema).is_some(),
        }
    }

    /// The index of its page.
    pub fn page(self) -> Option<usize> {
        match self {
            Self::Form => None,
            Self::Page(page) | Self::Section(page, _) | Self::Field(page, ..) => Some(page),
        }
    }

    /// The page it is, or is on.
    pub fn page_of(self, schema: &FormSchema) -> Option<&Page> {
        schema.pages.get(self.page()?)
    }

    /// The section it is, or is in.
    pub fn section_of(self, schema: &FormSchema) -> Option<&Section> {
        match self {
            Self::Section(_, section) | Self::Field(_, section, _) => self.page_of(schema)?.sections.get(section),
            _ => None,
        }
    }

    pub fn field_of(self, schema: &FormSchema) -> Option<&Field> {
        match self {
            Self::Field(_, _, field) => self.section_of(schema)?.fields.get(field),
            _ => None,
        }
    }

    pub fn page_mut(self, schema: &mut FormSchema) -> Option<&mut Page> {
        schema.pages.get_mut(self.page()?)
    }

    pub fn section_mut(self, schema: &mut FormSchema) -> Option<&mut Section> {
        match self {
            Self::Section(_, section) | Self::Field(_, section, _) => self.page_mut(schema)?.sections.get_mut(section),
            _ => None,
        }
    }

    pub fn field_mut(self, schema: &mut FormSchema) -> Option<&mut Field> {
        match self {
            Self::Field(_, _, field) => self.section_mut(schema)?.fields.get_mut(field),
            _ => None,
        }
    }

    /// What its elements on the screen are called.
    pub fn key(self) -> String {
        match self {
            Self::Form => "form".to_owned(),
            Self::Page(page) => format!("page-{page}"),
            Self::Section(page, section) => format!("section-{page}-{section}"),
            Self::Field(page, section, field) => format!("field-{page}-{section}-{field}"),
        }
    }
}
