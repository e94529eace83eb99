//! Who may sign in, and how: passwords, second factor, sessions, external systems.

pub mod access;
pub mod clients;
pub mod lockout;
pub mod names;
pub mod password;
pub mod qr;
pub mod refresh_token;
pub mod sessions;
pub mod sign_in;
pub mod totp;
pub mod users;

#[cfg(test)]
mod tests;
