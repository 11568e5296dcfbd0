//! `/account`: one's own name, password, notifications and sessions.

mod hours;
mod name;
mod notifications;
mod password;
mod sessions;

use leptos::prelude::*;
use leptos_meta::Title;

use self::{
    hours::HourChoices, name::NameForm, notifications::NotificationChoices, password::PasswordForm,
    sessions::Sessions,
};
use crate::shell::session;

/// *Your account*.
#[component]
pub fn AccountPage() -> impl IntoView {
    session().map(|session| {
        view! {
            <Title text="Your account"/>
            <div class="page narrow account">
                <header class="page-head"><h1>"Your account"</h1></header>
                <section class="panel">
                    <h2>"Profile"</h2>
                    <p class="dim small">{session.email} " · " {session.role.label()} " in " {session.organization.name}</p>
                    <NameForm name=session.name/>
                </section>
                <section class="panel">
                    <h2>"Password"</h2>
                    <PasswordForm/>
                </section>
                <section class="panel" id="notifications">
                    <h2>"Notifications"</h2>
                    <NotificationChoices/>
                    <HourChoices/>
                </section>
                <section class="panel">
                    <h2>"Where you are signed in"</h2>
                    <Sessions/>
                </section>
            </div>
        }
        .into_any()
    })
}
