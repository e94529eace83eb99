//! Who may sign in, and how: passwords, second factor, recovery, sessions, external systems.

pub mod access;
pub mod change_password;
pub mod clients;
pub mod fresh_code;
pub mod invitations;
pub mod lockout;
pub mod names;
pub mod password;
pub mod password_reset;
pub mod qr;
pub mod recovery;
pub mod refresh_token;
pub mod sessions;
pub mod sign_in;
pub mod staff;
pub mod totp;
pub mod users;

#[cfg(test)]
mod tests;
