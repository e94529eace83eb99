//! Members of staff as an administrator sees and changes them.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{time::Timestamp, values};
use shared::{email::EmailError, ids::UserId, permission::Permission};

use crate::{
    domain::{
        Actor, Error,
        identity::{
            invitations::{self, Invitation},
            staff::{self, Member},
            users::NewUser,
        },
    },
    graphql::{
        context::{app, require},
        error::{OrGraphql, to_graphql},
        scalars::{Role, parse_id},
    },
    state::App,
};

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "values::UserState")]
pub enum UserState {
    /// Has a link and has not used it.
    Invited,
    Active,
    Disabled,
}

#[derive(SimpleObject)]
pub struct User {
    id: ID,
    email: String,
    name: String,
    role: Role,
    state: UserState,
    created_at: DateTime<Utc>,
    last_sign_in_at: Option<DateTime<Utc>>,
    /// After too many wrong tries.
    locked_until: Option<DateTime<Utc>>,
    invitation_expires_at: Option<DateTime<Utc>>,
    /// Has an authenticator enrolled.
    second_factor: bool,
}

impl User {
    fn new(member: Member, now: Timestamp) -> Self {
        let Member { user, second_factor } = member;
        Self {
            id: UserId::from(user.id).to_string().into(),
            email: user.email,
            name: user.name,
            role: user.role.into(),
            state: user.state.into(),
            created_at: user.created_at.to_utc(),
            last_sign_in_at: user.last_sign_in_at.map(Timestamp::to_utc),
            locked_until: user.locked_until.filter(|until| *until > now).map(Timestamp::to_utc),
            invitation_expires_at: user.invitation_expires_at.map(Timestamp::to_utc),
            second_factor,
        }
    }
}

#[derive(InputObject)]
pub struct UserInput {
    id: ID,
}

#[derive(SimpleObject)]
pub struct UserPayload {
    user: User,
}

#[derive(InputObject)]
pub struct InviteUserInput {
    email: String,
    name: String,
    role: Role,
    /// A key of the caller's, such as a UUID, kept for a week: the same key again invites nobody else and gives a new
    /// link in place of that which never arrived.
    request_id: Option<String>,
}

#[derive(SimpleObject)]
pub struct InviteUserPayload {
    user: User,
    /// To be given to the person; it works once and for seven days. Shown once.
    invitation_url: String,
}

#[derive(InputObject)]
pub struct ChangeUserInput {
    id: ID,
    name: Option<String>,
    role: Option<Role>,
}

#[derive(Default)]
pub struct StaffQuery;

#[Object]
impl StaffQuery {
    /// Staff, by name.
    async fn users(&self, ctx: &Context<'_>) -> Result<Vec<User>> {
        let actor = require(ctx, Permission::ManageUsers)?;
        let app = app(ctx)?;
        let now = app.clock.timestamp();
        let members = staff::members(app, actor).await.or_graphql()?;
        Ok(members.into_iter().map(|member| User::new(member, now)).collect())
    }
}

#[derive(Default)]
pub struct StaffMutation;

#[Object]
impl StaffMutation {
    /// Invites a member of staff. Fails with INVALID_INPUT, or CONFLICT when the address is taken.
    async fn invite_user(&self, ctx: &Context<'_>, input: InviteUserInput) -> Result<InviteUserPayload> {
        let actor = require(ctx, Permission::ManageUsers)?;
        let email = input.email.parse();
        let email = email.map_err(|error: EmailError| to_graphql(Error::invalid("email", error.to_string())))?;
        let new = NewUser { email, name: input.name, role: input.role.into() };
        let app = app(ctx)?;
        let invitation = invitations::invite_once(app, actor, &new, input.request_id.as_deref()).await.or_graphql()?;
        invited(app, actor, invitation).await
    }

    /// A new link for somebody who lost theirs, or who forgot the password; the old password stops working when the
    /// link is used.
    async fn renew_invitation(&self, ctx: &Context<'_>, input: UserInput) -> Result<InviteUserPayload> {
        let (app, actor, id) = asked(ctx, &input.id)?;
        let invitation = invitations::renew(app, actor, id).await.or_graphql()?;
        invited(app, actor, invitation).await
    }

    /// Changes name or role. Nobody takes away their own role of administrator, nor the last one's.
    async fn change_user(&self, ctx: &Context<'_>, input: ChangeUserInput) -> Result<UserPayload> {
        let (app, actor, id) = asked(ctx, &input.id)?;
        let role = input.role.map(Into::into);
        changed(app, staff::change(app, actor, id, input.name.as_deref(), role).await)
    }

    /// Ends all sessions and lets nobody in until enabled again. Nobody disables themselves or the last administrator.
    async fn disable_user(&self, ctx: &Context<'_>, input: UserInput) -> Result<UserPayload> {
        let (app, actor, id) = asked(ctx, &input.id)?;
        changed(app, staff::disable(app, actor, id).await)
    }

    async fn enable_user(&self, ctx: &Context<'_>, input: UserInput) -> Result<UserPayload> {
        let (app, actor, id) = asked(ctx, &input.id)?;
        changed(app, staff::enable(app, actor, id).await)
    }

    /// Forgets the authenticator of somebody who lost it; they enrol a new one at the next sign-in.
    async fn reset_second_factor(&self, ctx: &Context<'_>, input: UserInput) -> Result<UserPayload> {
        let (app, actor, id) = asked(ctx, &input.id)?;
        changed(app, staff::reset_second_factor(app, actor, id).await)
    }
}

fn asked<'c>(ctx: &Context<'c>, id: &ID) -> Result<(&'c App, &'c Actor, UserId)> {
    let actor = require(ctx, Permission::ManageUsers)?;
    Ok((app(ctx)?, actor, parse_id("id", id)?))
}

fn changed(app: &App, member: Result<Member, Error>) -> Result<UserPayload> {
    Ok(UserPayload { user: User::new(member.or_graphql()?, app.clock.timestamp()) })
}

async fn invited(app: &App, actor: &Actor, invitation: Invitation) -> Result<InviteUserPayload> {
    let UserPayload { user } = changed(app, staff::member(app, actor, invitation.user).await)?;
    Ok(InviteUserPayload { user, invitation_url: invitation.url })
}
