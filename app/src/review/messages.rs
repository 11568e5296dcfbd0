//! Pages that hold a few words and at most one button.

use leptos::prelude::*;

use super::document::{Frame, brand};

/// The door of a link. It says nothing of what is behind it: mail scanners look, and only a person presses.
pub fn door(frame: Frame<'_>) -> String {
    frame.document("Candidates for your decision", "door", || {
        view! {
            <main class="door-card">
                {brand()}
                <h1>"Candidates wait for your decision"</h1>
                <p class="dim">"Somebody asks what you think of candidates for a job. Press the button to see them. You need no account."</p>
                <form method="post"><button class="button primary" type="submit">"Show the candidates"</button></form>
                <p class="dim small">"The link in your mail is for you alone: whoever has it sees these candidates and can decide in your name."</p>
            </main>
        }
    })
}

/// One answer for links that are wrong, too old or revoked.
pub fn dead(frame: Frame<'_>) -> String {
    frame.document("This link does not work", "door", || {
        view! {
            <main class="door-card">
                {brand()}
                <h1>"This link does not work"</h1>
                <p class="dim">"It may have been cut short, it may be too old, or the recruiter took it back. Nothing was changed, and what you decided before is kept."</p>
                <p class="dim">"Open the newest mail from CLARA about these candidates, or ask the recruiter to send you a reminder: that makes the link work again."</p>
                <p class="small"><a href="/sign-in">"I have an account: sign in"</a></p>
            </main>
        }
    })
}

/// A candidate who was withdrawn, or removed from CLARA, since they were shared.
pub fn gone(frame: Frame<'_>, review: &str) -> String {
    let back = format!("/review/{review}");
    frame.document("Not available any more", "door", || {
        view! {
            <main class="door-card">
                {brand()}
                <h1>"This candidate is not available any more"</h1>
                <p class="dim">"The recruiter withdrew them, or their data were removed from CLARA, after they were shared with you. Nothing is asked of you for them any more."</p>
                <p><a class="button" href=back>"To the other candidates"</a></p>
            </main>
        }
    })
}

/// Ending mails of news: the button, or that it is done.
pub fn unsubscribe(frame: Frame<'_>, done: bool) -> String {
    let title = if done {
        "No more mails"
    } else {
        "End these mails?"
    };
    frame.document(title, "door", || {
        view! {
            <main class="door-card">
                {brand()}
                <h1>{title}</h1>
                {if done {
                    view! { <p class="dim">"CLARA sends you no more mails about what happens, and no more automatic reminders. You still see it in the bell when you are signed in, and where somebody asks for your decision you still get their mail. With an account you can switch mails on again under “Your account”."</p> }.into_any()
                } else {
                    view! {
                        <p class="dim">"CLARA then sends no more mails about what happens and no more automatic reminders. Mails in which somebody asks for your decision still come."</p>
                        <form method="post"><button class="button primary" type="submit">"End these mails"</button></form>
                    }.into_any()
                }}
            </main>
        }
    })
}

/// A fault of ours where a page was asked for: what happened, and the way to try again, which is the same address.
pub fn trouble(frame: Frame<'_>, words: &str) -> String {
    let words = words.trim().to_owned();
    frame.document("Please try again", "door", move || {
        view! {
            <main class="door-card">
                {brand()}
                <h1>"Please try again in a moment"</h1>
                <p class="dim" role="alert">{words}</p>
                <p><a class="button" href="">"Try again"</a></p>
            </main>
        }
    })
}

/// The same where something was sent: this address is none to load again, what was entered stands on the page before. `came_from_here` is whether
/// that is one of ours.
pub fn not_done(frame: Frame<'_>, words: &str, came_from_here: bool) -> String {
    let words = words.trim().to_owned();
    frame.document("That did not work", "door", move || {
        view! {
            <main class="door-card">
                {brand()}
                <h1>"That did not work"</h1>
                <p class="dim" role="alert">{words}</p>
                {if came_from_here {
                    view! { <p class="dim">"Go back with the Back button of your browser: what you entered is usually still there, and can be sent again."</p> }.into_any()
                } else {
                    view! { <p><a class="button" href="/">"Open CLARA"</a></p> }.into_any()
                }}
            </main>
        }
    })
}
