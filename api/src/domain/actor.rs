//! Who acts, and what they may do.

use entity::values::ActorKind;
use shared::{
    ids::{RecipientId, UserId},
    permission::{Permission, Role},
};

use super::error::{Error, Result};

/// The person, program or clock on whose behalf something is done; every audit event names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub kind: ActorKind,
    /// Text of an id, as `user-1` or `client-3`, or the name of a command or job.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The role of a user; clients have scopes instead.
    pub role: Option<Role>,
    /// The session of a user who signed in.
    pub session: Option<i64>,
    permissions: Vec<Permission>,
}

impl Actor {
    pub fn user(id: UserId, name: &str, role: Role) -> Self {
        Self {
            kind: ActorKind::User,
            id: id.to_string(),
            name: name.to_owned(),
            role: Some(role),
            session: None,
            permissions: role.permissions().to_vec(),
        }
    }

    pub fn client(id: &str, name: &str, scopes: Vec<Permission>) -> Self {
        Self {
            kind: ActorKind::Client,
            id: id.to_owned(),
            name: name.to_owned(),
            role: None,
            session: None,
            permissions: scopes,
        }
    }

    /// Whoever holds the personal link of a recipient.
    pub fn patient(recipient: RecipientId) -> Self {
        Self { kind: ActorKind::Patient, ..Self::client(&recipient.to_string(), "patient", Vec::new()) }
    }

    /// Recall itself: a schedule or a job.
    pub fn system(name: &str) -> Self {
        Self::trusted(ActorKind::System, name)
    }

    /// Somebody at the command line of the server, who can read its keys anyway.
    pub fn command(name: &str) -> Self {
        Self::trusted(ActorKind::Command, name)
    }

    fn trusted(kind: ActorKind, name: &str) -> Self {
        Self {
            kind,
            id: name.to_owned(),
            name: name.to_owned(),
            role: None,
            session: None,
            permissions: Permission::ALL.to_vec(),
        }
    }

    /// The same actor, acting in this session.
    pub fn in_session(mut self, session: i64) -> Self {
        self.session = Some(session);
        self
    }

    /// The number of a user; `None` for clients, commands and Recall itself.
    pub fn user_id(&self) -> Option<UserId> {
        if self.kind == ActorKind::User { self.id.parse().ok() } else { None }
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission) { Ok(()) } else { Err(Error::Forbidden(permission)) }
    }

    pub fn permissions(&self) -> &[Permission] {
        &self.permissions
    }
}
