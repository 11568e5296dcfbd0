//! `/help`: the *Partner Help Center*.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{board::Shortcuts, components::key_name, shell::session};

/// Help, in sections with anchors.
#[component]
pub fn HelpPage() -> impl IntoView {
    let support = session().and_then(|session| session.support);
    view! {
        <Title text="Partner Help Center"/>
        <div class="page narrow help">
            <header class="page-head"><h1>"Partner Help Center"</h1></header>
            <nav class="help-contents" aria-label="Sections">
                <a href="#connecting" rel="external">"Connecting"</a><a href="#screening" rel="external">"Screening"</a>
                <a href="#follow-up" rel="external">"Follow-up questions"</a>
                <a href="#board" rel="external">"The board"</a><a href="#sharing" rel="external">"Sharing"</a><a href="#people" rel="external">"People"</a><a href="#disabling" rel="external">"Disabling"</a>
            </nav>
            <Connecting/>
            <Screening/>
            <FollowUp/>
            <Board/>
            <Sharing/>
            <People/>
            <Disabling/>
            <section>
                <h2>"Still stuck?"</h2>
                {match support {
                    Some(address) => view! { <p>"Write to " <a href=format!("mailto:{address}") rel="external">{address.clone()}</a> ". Say which page you were on and what you expected; never send resumes by mail."</p> }.into_any(),
                    None => view! { <p>"Ask an Owner or Partner Admin of your organization."</p> }.into_any(),
                }}
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Connecting() -> impl IntoView {
    view! {
        <section id="connecting">
            <h2>"Connecting"</h2>
            <p>"An Owner or Partner Admin of CLARA connects; in Lever they must be a Super Admin, because only a Super Admin can allow an app in. LeverTRM and LeverTRM for Enterprise are supported."</p>
            <ol>
                <li>"Open " <em>"Settings"</em> " → " <em>"Integrations"</em> " → " <em>"Add New Integration"</em> "."</li>
                <li>"Choose " <em>"Lever"</em> " and press " <em>"Connect to ATS"</em> ". CLARA lists each permission it asks for and why."</li>
                <li>"Lever asks you to sign in and shows the same list. Press " <em>"Accept"</em> "."</li>
                <li>"Back in CLARA, read the result of the connection test, then " <em>"Select jobs to process"</em> "."</li>
                <li>"In " <em>"Follow-up Questions"</em> " decide whether candidates are asked something when they come to a stage, or leave it switched off."</li>
                <li>"In " <em>"Status mapping"</em> " say which column each stage and archive reason means. CLARA guesses from the names; change what does not fit."</li>
                <li>"Under " <em>"Webhooks"</em> " press " <em>"Send test deliveries"</em> " and wait until each event is " <em>"Verified"</em> ", then " <em>"Finish set-up"</em> "."</li>
            </ol>
            <p>"Every step has an address of its own: you can reload, sign in again or come back tomorrow. What you chose there and did not save yet is kept in this browser for two weeks; the step says so and lets you discard it. Later the same pages are under " <em>"Settings"</em> " → " <em>"Integrations"</em> ". When you take a job out, CLARA asks whether its candidates are kept or forgotten."</p>
            <p>"Lever refuses to make webhooks? Some plans have none. The page then says how to make them by hand; without any, CLARA looks for changes every minute. Webhooks are verified, but nothing real arrives? A Super Admin must switch the group of that event on in Lever, under " <em>"Settings > Integrations and API > Webhooks"</em> "."</p>
            <p>"CLARA hears of changes from Lever’s webhooks and compares everything with Lever every five minutes, in case one was missed. " <em>"Health"</em> " on the card of a connection says how it fares and what to do; " <em>"Repair"</em> " makes broken webhooks anew, and " <em>"Send a canary"</em> " proves that Lever reaches CLARA. " <em>"Re-sync"</em> " on a profile, a board or that page compares at once and shows the difference before anything is read."</p>
            <p>"Whom Lever deletes or anonymizes, CLARA erases within a minute: documents, scores, comments and notes too."</p>
            <p>"A job is missing from the list? Press “A job is missing?” below the list: Lever shows apps neither drafts that were never saved nor confidential jobs, to which CLARA asks for no access. Clear the search and the filters, too."</p>
        </section>
    }
}

#[component]
fn Screening() -> impl IntoView {
    view! {
        <section id="screening">
            <h2>"Screening"</h2>
            <p>"CLARA reads the job description into requirements and looks for each in what the candidate sent: resume, cover letter, answers. Every verdict shows the words it rests on; press a quote to see it in the document."</p>
            <dl class="words">
                <div><dt>"✓ met"</dt><dd>"The documents show it."</dd></div>
                <div><dt>"~ partly"</dt><dd>"Something close: a related skill, fewer years, a lower level."</dd></div>
                <div><dt>"✗ not met"</dt><dd>"Something contradicts it."</dd></div>
                <div><dt>"○ no evidence"</dt><dd>"The documents are silent, which is not a no."</dd></div>
            </dl>
            <p>"The score is the weighted share of the requirements that is shown, with the fit of the role as one visible part. Missing must-haves take off a bounded part, and the profile says how much. Name, age, sex, photo, address, nationality and school prestige are never inputs. Text that a person cannot see is not counted and is flagged."</p>
            <p>"You know better? Press " <em>"Overrule"</em> " beside a requirement and say why: your verdict counts, and the engine’s stays beside it."</p>
            <p>"A resume that cannot be read, a scan for example, gets no score. It stands in " <em>"To review"</em> " with the reason."</p>
        </section>
    }
}

#[component]
fn FollowUp() -> impl IntoView {
    view! {
        <section id="follow-up">
            <h2>"Follow-up questions"</h2>
            <p>"Under " <em>"Settings"</em> " → " <em>"Integrations"</em> " → " <em>"Follow-up Questions"</em> " an Owner or Partner Admin chooses the stages in which candidates are asked, and edits the questions. Whoever enters such a stage gets one mail with a personal link, outside of quiet hours. Everybody is asked once for each set of questions, and never when they are archived, anonymized, without a mail address, or do not want to be contacted."</p>
            <p>"Switching it on shows first who would get a mail and why others would not. Unless you choose otherwise, only those are asked who enter a stage afterwards."</p>
            <p>"The answers stand under " <em>"Answers"</em> " in the profile and are scored together with the resume. An answer that knocks out is a flag with its reason, and CLARA places the card no higher than " <em>"Not Qualified"</em> ". It never rejects anybody, and a card that you moved stays where it is."</p>
            <p>"A mail that could not be delivered, or a link that ended without an answer, is shown in the profile and on the page of the questions. " <em>"Ask again"</em> " sends a new link; the old one stops working."</p>
        </section>
    }
}

#[component]
fn Board() -> impl IntoView {
    view! {
        <section id="board">
            <h2>"The board"</h2>
            <p>"CLARA places new candidates in " <em>"To review"</em> ", " <em>"Not Qualified"</em> " or " <em>"Pre-Qualified"</em> ". Every other move is yours, and a card that a person moved is never moved by the engine again."</p>
            <p>"Drag a card with the mouse, hold it for a moment on a touch screen, or use " <em>"Move to…"</em> " on the card, which works with the keyboard too. " <kbd>"Esc"</kbd> " lets a card go where it was. What others do appears by itself."</p>
            <p>"Tick the boxes on cards to move or share several at once: a bar below the columns says what can be done with them. " <kbd>"Shift"</kbd> " with a click selects all from the last one to it, " <kbd>{key_name("⌘", "Ctrl")}</kbd> " with a click one more, and the menu of a column all that it shows. " <em>"Undo"</em> " in the message takes all of them back where they stood."</p>
            <h3 id="keys">"Keys"</h3>
            <p>"On a board " <kbd>"?"</kbd> " shows them, and so does " <em>"Keys…"</em> " in the menu of a column."</p>
            <Shortcuts moves=true/>
            <p>"What somebody does in Lever moves the card as well: to the column that the " <em>"status mapping"</em> " gives to the new stage or archive reason. With " <em>"no change"</em> " it stays. Such a move is a person’s move too. A stage that is new in Lever moves no card until an admin maps it; they see an alarm."</p>
            <p>"Moves stay in CLARA: the stage in Lever is not changed. CLARA only writes notes there, one for a score and one for a move that has rested for ten seconds; their words are under " <em>"Settings"</em> " → " <em>"Notes"</em> ". An Owner can let the moves on a job’s board move the stage in Lever too: " <em>"Settings"</em> " → " <em>"Integrations"</em> " → " <em>"Write-back"</em> "."</p>
        </section>
    }
}

#[component]
fn Sharing() -> impl IntoView {
    view! {
        <section id="sharing">
            <h2>"Sharing"</h2>
            <p>"Press " <em>"Share with Hiring Manager"</em> " above the columns, on a profile, in the menu of a card or a column, or in the bar below the columns while cards are selected. Choose whom to ask: first stands the hiring manager whom the job’s posting names, then hiring managers of your organization and who was asked before. Or write mail addresses: whoever gets the mail needs no account. Choose the candidates, write a message, and say what they see: the score, the match with its quotes, what others decide. “Preview of mail and page” shows both as they will see them; nothing is sent by looking."</p>
            <p>"The mail holds a link for one person and this one share. It opens with the press of a button, works for 30 days or for two weeks beyond the day you set, and stops at once when you revoke it. Under " <em>"Shared before"</em> " you see who opened it and what they said, add or withdraw candidates, remind, and revoke. If you set a day, CLARA reminds whoever has not decided on the day before and on the day after, in their morning; they can switch that off."</p>
            <p>"A hiring manager says " <em>"Advance"</em> ", " <em>"Decline"</em> " or " <em>"Not sure"</em> ", with a comment, and can change it until you move the card or press " <em>"Done"</em> ". You are told at once in the upper right corner and in the bell; the card is marked, and candidates who were advanced stand at the top of " <em>"Jobs"</em> " until you act. A decision moves no card, unless you say otherwise for the job under “When they decide” in the same dialog: then the card moves once everybody who was asked says the same, and you can move it back. Ten seconds later a note in Lever says who decided what; comments stay in CLARA."</p>
            <p>"The bell also tells you when the mail of your share cannot be delivered, and when somebody mentions you (" <em>"@"</em> " and your name in a comment). Under " <em>"Your account"</em> " you choose what comes by mail too: at once, every hour, once a day at your own hour, or never."</p>
            <p>"Each profile has a page of its own: open it with the arrow in the upper right of the profile and send its address to a colleague. It opens for members of your organization only."</p>
            <p>"Use " <em>"Comments"</em> " on a profile to talk about a candidate. They stay in CLARA, and hiring managers do not see them, but for those that you mark with " <em>"Show to hiring managers"</em> ": these stand below the candidate on their page until you hide them, and whoever of them you mention there is told then. A hiring manager with an account may comment, too, and reads their own comments; your reply is internal until you show it. You can reply to a comment, and change or delete your own: what was changed shows its earlier wordings to everybody who may read it; what was deleted is gone for good. Owners and Partner Admins may delete any comment. " <em>"Timeline"</em> " beside it tells who shared, decided, moved and overruled, and when."</p>
            <p>"The circles at the head of a board or a profile are colleagues who look at it right now."</p>
        </section>
    }
}

#[component]
fn People() -> impl IntoView {
    view! {
        <section id="people">
            <h2>"People"</h2>
            <p>"An Owner or Partner Admin invites people under " <em>"Settings"</em> " → " <em>"Members"</em> ". The link in the mail works once, for a week; " <em>"Send again"</em> " makes a new one, and " <em>"Copy link"</em> " is for handing it over yourself. Whoever has an account in another organization joins with it and switches between them in the account menu."</p>
            <p>"Whoever is deactivated is signed out at once and cannot come in again; what they did stays. An organization always keeps an Owner: only Owners make, change or deactivate Owners, and the last one cannot step down without handing over (choose "<em>"Owner"</em>" as somebody’s role)."</p>
            <p>"Under " <em>"Your account"</em> " you change your name and password and sign out devices that you no longer use. A lost password is replaced with " <em>"Forgot your password?"</em> " on the sign-in page."</p>
        </section>
    }
}

#[component]
fn Disabling() -> impl IntoView {
    view! {
        <section id="disabling">
            <h2>"Disabling"</h2>
            <p>"In CLARA: " <em>"Settings"</em> " → " <em>"Integrations"</em> " → " <em>"Disconnect"</em> ". Work for that connection stops at once; what was read stays until you remove it."</p>
            <p>"You choose whether the candidates that came through it stay or are erased; erased ones cannot be had back, but whoever connects again reads them anew."</p>
            <p>"In Lever, a Super Admin presses " <em>"Revoke access"</em> " under Settings → Integrations and API → Authorized Apps. CLARA notices within a minute, at most fifteen, stops all work, writes to your admins once and offers to connect again. Nothing is doubled by that."</p>
        </section>
    }
}
