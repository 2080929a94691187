// Written by `npm run portal:types` from api/openapi.json.

export interface paths {
    "/v1/offices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Offices, by text or by their place in the tree */
        get: operations["listOffices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offices/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One office */
        get: operations["readOffice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The forms in force */
        get: operations["listForms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The current version of a form: schema, words, period, routing, attachments, an example */
        get: operations["readForm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forms/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every published version of a form */
        get: operations["listFormVersions"];
        put?: never;
        /** Publish a further version of a form; If-Match is the current version, "0" for a new form */
        post: operations["publishForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forms/{id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One published version of a form */
        get: operations["readFormVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a document stands, by its tracking code: state, office and dates, nothing else */
        get: operations["trackSubmission"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/evidence-checks/{digest}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is a printed receipt genuine? The address its QR code leads to */
        get: operations["checkEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Is this receipt, PDF or bundle genuine? The file, up to 32 MiB; nothing of it is kept */
        post: operations["verifyFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who I am here: offices, roles, organisations */
        get: operations["readMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a file that a submission will take */
        post: operations["uploadFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An upload of mine */
        get: operations["readUpload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I sent, newest first */
        get: operations["listSubmissions"];
        put?: never;
        /** Submit a filled form or an official letter */
        post: operations["submitDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One submission: state, what is pending, what may be done now */
        get: operations["readSubmission"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Server-sent events: that it changed, with its version; read it then where it is read */
        get: operations["followSubmission"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent: answers or letter, and the list of attachments; the newest version unless asked */
        get: operations["readContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/attachments/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An attachment's bytes */
        get: operations["downloadAttachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/commands/{seq}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of an act */
        get: operations["readCommand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every receipt, in order: the signed timeline */
        get: operations["listReceipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/receipts/{evidence}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A receipt: the same bytes for ever, to be kept and checked without us (docs/evidence.md) */
        get: operations["readReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/receipts/{evidence}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A receipt as PDF; of a decision it carries the reply, the reasons and the remedy */
        get: operations["printReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The decision with its reply, reasons and remedy */
        get: operations["readDecision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a document back, before the decision */
        post: operations["withdrawDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/acknowledgements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm that the reply was read */
        post: operations["acknowledgeReply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partial-uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Announce a file that will come in parts; the same key again tells how far it came */
        post: operations["announceUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partial-uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much of a file of mine is here; HEAD tells it in the headers alone */
        get: operations["readPartialUpload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** The next part, from Upload-Offset on; what arrives of it counts, even if the connection breaks */
        patch: operations["appendToUpload"];
        trace?: never;
    };
    "/v1/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My drafts and those shared in my organisations, the one changed last first */
        get: operations["listDrafts"];
        put?: never;
        /** Keep an unfinished form or letter */
        post: operations["saveDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/drafts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A draft of mine, or one that is shared */
        get: operations["readDraft"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/drafts/{id}/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What keeps a draft from being sent, each problem with its place */
        get: operations["readDraftProblems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/drafts/{id}/edits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write the whole draft anew */
        post: operations["editDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/drafts/{id}/submissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a draft as it stands; it is a draft no more */
        post: operations["submitDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/drafts/{id}/removals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Throw a draft away, with the uploads that wait in it */
        post: operations["removeDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/copies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a new document with what was sent: a draft by the form of today, attachments included */
        post: operations["copySubmission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What lies on the desks of my offices: filtered, searched, sorted, counted, with what I may do now */
        get: operations["readDesk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Server-sent events: that something on the desks of my offices changed, and not what */
        get: operations["followDesk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk-views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The views of the desk that I keep, by name */
        get: operations["listDeskViews"];
        put?: never;
        /** Keep filters of the desk under a name; at most 50, each name once */
        post: operations["saveDeskView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk-views/{id}/removals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a view no longer */
        post: operations["removeDeskView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/delegations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The delegations I gave or hold; for administrators those of their offices too */
        get: operations["listDelegations"];
        put?: never;
        /** Give my roles in an office to a colleague there for a time; each act under it names both */
        post: operations["delegateRoles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/delegations/{id}/revocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a delegation before its time */
        post: operations["revokeDelegation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/openings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a submission; that it was handed over is evidence, and only then is its content shown */
        post: operations["openSubmission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a submission to a handler, or to another one */
        post: operations["assignSubmission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a document back to its sender, with the reason */
        post: operations["returnSubmission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide, with a reply; a refusal carries reasons and remedy */
        post: operations["decideSubmission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/decision-previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A decision as its PDF would be, marked as a preview: nothing is kept, nothing takes effect */
        post: operations["previewDecision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forms/{id}/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What publishing a form would find wrong with it, each problem with its place; nothing is kept */
        post: operations["checkForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forms/{id}/openings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say which offices take the form from now on: some first, later more, in the end all */
        post: operations["openForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/supplement-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the party for named fields or attachments; the clock stops */
        post: operations["requestSupplement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/resend-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the party to send files again that cannot be opened; the clock stops */
        post: operations["requestResend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/supplements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send what the office asked for, as a new version of the document; the clock runs on */
        post: operations["supplementDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/supplement-extensions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the same time once more for the supplement; at most twice */
        post: operations["extendSupplement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/progress-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask how the document stands; the notice goes out at once and is evidence */
        post: operations["requestProgress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/suspensions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop the clock, with the reason */
        post: operations["suspendSubmission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/resumptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the clock run on; what it stopped is given back */
        post: operations["resumeSubmission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/extensions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Extend the period, once and at most by its own length; the party is told why */
        post: operations["extendDeadline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send the document on to the office that it belongs to; it is registered there anew */
        post: operations["transferSubmission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/involvements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask another unit to contribute; its members may then read the document */
        post: operations["involveUnit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/contributions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the contribution of a unit that was asked */
        post: operations["contributeToSubmission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agree to the drafted decision; it stands when everybody in its line has */
        post: operations["approveDecision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/send-backs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send the drafted decision back to the one who drafted it */
        post: operations["sendBackDecision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Correct an evident mistake in a decision by a new document that points to it */
        post: operations["correctDecision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The notes of a submission, oldest first */
        get: operations["readNotes"];
        put?: never;
        /** Write a note for colleagues and auditors; the party never sees it */
        post: operations["writeNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened, in order, with the words that went with it: requests, reasons, replies */
        get: operations["readTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every version of the document, each with what it changed */
        get: operations["readVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offices/{code}/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The holidays of an office in a year: by law, declared, withdrawn */
        get: operations["readCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offices/{code}/holidays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Declare a holiday of the office, or withdraw one */
        post: operations["declareOfficeHoliday"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holidays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Declare a holiday for all offices, or withdraw one */
        post: operations["declareHoliday"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offices/{code}/filings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Registrations that the office keeps in a system of its own, in order, with what was sent */
        get: operations["listFilings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/filings/{id}/confirmations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that the office's own system holds the record, under which number; said again it is the same */
        post: operations["confirmFiling"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offices/{code}/intakes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take in what came on paper, by fax or in person; it is registered in the same series */
        post: operations["takeInDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a submission has to do with others: suspected and confirmed duplicates, related ones */
        get: operations["readLinks"];
        put?: never;
        /** Say that a submission is a duplicate of another one, or related to it */
        post: operations["linkSubmissions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offices/{code}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who works in an office: names, roles, and who stands in for whom; to its officials */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offices/{code}/ladder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is told when nothing happens at an office, step by step */
        get: operations["readLadder"];
        put?: never;
        /** Set the office's own steps for what begins from now on; a silence not named has the usual ones */
        post: operations["setLadder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/readers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has read it: when, what, in what capacity and for which office */
        get: operations["listReaders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offices/{code}/reader-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether an office lets parties know the names of those who read */
        get: operations["readReaderPolicy"];
        put?: never;
        /** Let parties know the names of officials who read from now on, or no more */
        post: operations["setReaderPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notification-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which mails I get, and in which language */
        get: operations["readNoticeSettings"];
        put?: never;
        /** Choose which mails I get from now on; they are a courtesy and have no legal effect */
        post: operations["setNoticeSettings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisations that I am a member of, and what I have claimed */
        get: operations["listOrganisations"];
        put?: never;
        /** Claim an organisation by its registration number; confirmed by the identity provider or an official, disputed where the number is taken */
        post: operations["claimOrganisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An organisation of mine with its members; to managers with its open invitations */
        get: operations["readOrganisation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{number}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask somebody in by mail, with the roles they will have; valid for 7 days, once */
        post: operations["inviteMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitation-acceptances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Become a member with the code that came by mail */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{number}/memberships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what a member may do from now on, and who represents the organisation; take in a service account */
        post: operations["setMembership"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisations/{number}/departures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave an organisation; a manager names another member to remove */
        post: operations["leaveOrganisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisation-claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is claimed, waits, is disputed; recorded as read */
        get: operations["listOrganisationClaims"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organisation-claims/{claim}/settlements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm a claim or reject it; of a dispute that is confirmed the organisation changes hands */
        post: operations["settleOrganisationClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I submitted as batches, or an organisation that I act for did, the newest first */
        get: operations["listBatches"];
        put?: never;
        /** Submit up to 10,000 documents, one in each line, each a submission of its own; a line that is wrong is refused alone */
        post: operations["submitBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a batch has come */
        get: operations["readBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of each line, one JSON object in each line, in order; `after` leaves out what was read before */
        get: operations["readBatchResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/authorisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I have given and what I hold; to managers what their organisations gave */
        get: operations["listAuthorisations"];
        put?: never;
        /** Let a person act for me, or for an organisation that I manage, by one form or by all, for a time; evidence names both */
        post: operations["authorisePerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/authorisations/{id}/revocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End an authorisation before its time, given or held */
        post: operations["revokeAuthorisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The targets that I keep for organisations and offices */
        get: operations["listWebhooks"];
        put?: never;
        /** Have an organisation or an office told of what happens, signed by the Standard Webhooks convention */
        post: operations["registerWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/activations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send again to a target that was disabled after it had failed for days */
        post: operations["activateWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/removals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send nothing there any more */
        post: operations["removeWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent to a target and what it answered, newest first */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries/{delivery}/resends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a message again, under the same id */
        post: operations["resendWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forbid the disposal of a record, with the reason; it holds until it is released */
        post: operations["holdRecord"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/hold-releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release one hold */
        post: operations["releaseHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/disposal-reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide about a record whose retention is over: destroy it, keep it on, or give it to an archive */
        post: operations["reviewDisposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/transfer-confirmations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that the archive has the record, and under which number; its content here is destroyed then */
        post: operations["confirmTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offices/{code}/disposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records of an office that wait for a review, a hand-over or their destruction, and those on hold */
        get: operations["listDisposals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/survey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say once, when the procedure has ended, how the matter was dealt with */
        post: operations["answerSurvey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/survey/handlings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that what a party wrote there was dealt with */
        post: operations["handleSurveyAnswer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offices/{code}/survey-answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What parties said of an office, the newest first */
        get: operations["listSurveyAnswers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one asked for, the newest first */
        get: operations["listExports"];
        put?: never;
        /** Ask for everything that one sent and received, with its proofs; it is packed in the background */
        post: operations["exportOwn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far an export has come */
        get: operations["readExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The zip, or one of its zips: index.json, the bundle of each submission, each document of the mailbox */
        get: operations["downloadExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many documents came, how long they took, and what it saved; aggregates only */
        get: operations["readStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statistics.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as a table */
        get: operations["readStatisticsTable"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offices/{code}/official-documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An office's official documents, the newest draft first */
        get: operations["listOfficialDocuments"];
        put?: never;
        /** Draft an official document of the office */
        post: operations["draftDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An official document with its line, acts and content */
        get: operations["readDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/edits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write the whole draft anew */
        post: operations["editDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put the draft forward: reviewers, those who take part, the approver, in order */
        post: operations["proposeDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/agreements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agree, when it is one's turn; the approver's agreement registers the document */
        post: operations["agreeToDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/send-backs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send it back to the drafter, with the reason */
        post: operations["sendBackDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/dispatches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Seal the registered document and dispatch it to its recipients */
        post: operations["dispatchDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom it has reached: the state of each recipient, and how many are in each */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/recalls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take it back from the recipients who have not opened it */
        post: operations["recallDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The document as it would be printed, marked as a preview: not registered, not kept */
        get: operations["previewDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sealed PDF, with the evidence of the registration inside */
        get: operations["printDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/attachments/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An attachment's bytes */
        get: operations["downloadDocumentAttachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every receipt of the document: put forward, agreed to, registered, dispatched, recalled */
        get: operations["listDocumentReceipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/receipts/{evidence}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A receipt of the document: the same bytes for ever, to be kept and checked without us */
        get: operations["readDocumentReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/receipts/{evidence}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A receipt of the document as sealed PDF, above all the certificate of its destruction */
        get: operations["printDocumentReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/receipts/{evidence}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** That a receipt is in the log: made once, the same bytes for ever */
        get: operations["proveDocumentReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/receipts/{evidence}/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A receipt with all that its check needs: proof, keys, and what opens its content digest */
        get: operations["bundleDocumentReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/package": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The document for a records system or an archive: metadata in the words of ISO 15489, and the bundle */
        get: operations["packageDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forbid the disposal of what was sent, with the reason; it holds until it is released */
        post: operations["holdDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/hold-releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release one hold of what was sent */
        post: operations["releaseDocumentHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/disposal-reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide about what was sent and whose retention is over: destroy it, keep it on, or give it to an archive */
        post: operations["reviewDocumentDisposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/official-documents/{id}/transfer-confirmations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that the archive has what was sent, and under which number; its content here is destroyed then */
        post: operations["confirmDocumentTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mailbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My mailbox, the newest first, and how many are unread */
        get: operations["readMailbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mailbox/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Server-sent events: that something in my mailbox changed, and not what */
        get: operations["followMailbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mailbox/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A document of my mailbox; before it is opened, its envelope */
        get: operations["readMail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mailbox/{id}/openings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open it: from here on its content is shown, and evidence says when */
        post: operations["openMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mailbox/{id}/acknowledgements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that it was received */
        post: operations["acknowledgeMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mailbox/{id}/replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer it: a submission to the office, linked to the document */
        post: operations["replyToMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mailbox/{id}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sealed PDF; that it was taken out is recorded */
        get: operations["printMail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mailbox/{id}/attachments/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An attachment's bytes; that it was taken out is recorded */
        get: operations["downloadMailAttachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mailbox/{id}/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every receipt of the delivery: placed, told, opened, acknowledged */
        get: operations["listMailReceipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mailbox/{id}/receipts/{evidence}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A receipt of the delivery: the same bytes for ever, to be kept and checked without us */
        get: operations["readMailReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mailbox/{id}/receipts/{evidence}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A receipt of the delivery as sealed PDF */
        get: operations["printMailReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mailbox/{id}/receipts/{evidence}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** That a receipt is in the log: made once, the same bytes for ever */
        get: operations["proveMailReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mailbox/{id}/receipts/{evidence}/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A receipt with all that its check needs: proof, keys, and what opens its content digest */
        get: operations["bundleMailReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/submissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Submissions by number, party and period, newest first; no content */
        get: operations["auditSubmissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every command, the refused ones included */
        get: operations["listCommands"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/accesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who looked at it, and when */
        get: operations["listAccesses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/trail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Evidence, commands, refusals and readings on one time line, each with what the log says of it */
        get: operations["readTrail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people were told by mail, and what became of it */
        get: operations["listNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/procedure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The running workflow's own word, beside the rows */
        get: operations["readProcedure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workflow's history, run by run, in readable or raw form */
        get: operations["readHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/history-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workflow's history against the evidence, each difference named */
        get: operations["checkHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the checks and replays of `npm run audit` found, newest first */
        get: operations["listAuditRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/runs/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One run with its findings, at most the first thousand of them */
        get: operations["readAuditRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every register with its gap check */
        get: operations["listRegisters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{office}/{year}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An office's register for a year, with its gap check */
        get: operations["readRegister"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest checkpoint, as a signed note (C2SP tlog-checkpoint) */
        get: operations["readLatestCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every checkpoint, the newest first */
        get: operations["listCheckpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log/checkpoints/{size}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One checkpoint, with the cosignatures and the time stamp that came since */
        get: operations["readCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log/checkpoints/{size}/cosignatures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A witness's cosignature under a checkpoint; of witnesses that this log names */
        post: operations["keepCosignature"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log/leaves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log itself, as far as the newest checkpoint counts */
        get: operations["listLeaves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log/inclusion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** That a leaf is in the tree of some size, by default that of the newest checkpoint */
        get: operations["proveInclusion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log/consistency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** That the tree of one size continues that of another */
        get: operations["proveConsistency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/receipts/{evidence}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** That a receipt is in the log: made once, the same bytes for ever */
        get: operations["readProof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/receipts/{evidence}/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A receipt with all that its check needs: proof, keys, and what opens its content digest */
        get: operations["readReceiptBundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All there is of a submission in one zip, with its proofs, to be checked without us */
        get: operations["bundleSubmission"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/package": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record for a records system or an archive: metadata in the words of ISO 15489, and the bundle */
        get: operations["packageRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How it stands with each part, what waits and since when, which workers were seen */
        get: operations["readHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mails that failed for good and were not sent again, newest first; no address, no document */
        get: operations["listFailedMails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/mails/{mail}/resends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a notice that failed once more */
        post: operations["resendMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/webhook-deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages to webhooks that failed for good and were not sent again, newest first */
        get: operations["listFailedDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/webhook-deliveries/{delivery}/resends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a message to a webhook that failed once more */
        post: operations["resendFailedDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Office: {
            code: string;
            parent: string | null;
            name: {
                ko: string;
                en: string;
            };
            timeZone: string;
            country: string;
            acceptsLetters: boolean;
            active: boolean;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            code: string;
            instance: string;
            faults?: {
                pointer: string;
                code: string;
                detail: string;
            }[];
        } & {
            [key: string]: unknown;
        };
        Form: {
            form: string;
            version: number;
            definition: {
                id: string;
                title: {
                    ko: string;
                    en: string;
                };
            } & {
                [key: string]: unknown;
            };
            /** @description SHA-256, base64url */
            digest: string;
            /** Format: date-time */
            publishedAt: string;
            inForce: boolean;
            /** @description The offices that take it, while not every one does; null is all */
            openFor: string[] | null;
        };
        Tracked: {
            /** @enum {string} */
            state: "draft" | "accepted" | "rejected" | "registered" | "assigned" | "in_process" | "supplement_requested" | "suspended" | "decided" | "closed" | "returned" | "withdrawn" | "expired";
            office: {
                ko: string;
                en: string;
            } | null;
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            registeredAt: string | null;
            /** Format: date-time */
            dueAt: string | null;
            /** Format: date-time */
            decidedAt: string | null;
            /** Format: date-time */
            closedAt: string | null;
        };
        CheckedFile: {
            /** @enum {string} */
            verdict: "genuine" | "not_genuine" | "cannot_tell";
            /** @enum {string} */
            kind: "receipt" | "proof" | "receipt-bundle" | "pdf" | "bundle" | "record" | "mail" | "export" | "unknown";
            proved: string[];
            faults: string[];
        };
        File: {
            /** Format: uuid */
            id: string;
            name: string;
            rule: string | null;
            mediaType: string;
            bytes: number;
            sha256: string;
            /** @enum {string} */
            scan: "clean" | "infected" | "not_scanned" | "pending";
        };
        Acted: {
            command: components["schemas"]["Command"];
            submission: components["schemas"]["Submission"];
            receipt: {
                /** Format: uuid */
                id: string;
                event: string;
                /** @description SHA-256, base64url */
                digest: string;
                jws: string;
            } | null;
        };
        Command: {
            /** Format: uuid */
            submission: string;
            seq: number;
            /** @enum {string} */
            kind: "submit" | "withdraw" | "acknowledge" | "supplement" | "request_supplement_extension" | "request_progress" | "open" | "assign" | "reassign" | "involve" | "contribute" | "return_to_sender" | "request_supplement" | "request_resend" | "suspend" | "resume" | "extend" | "transfer" | "decide" | "approve" | "send_back" | "correct" | "hold" | "release_hold" | "review_disposal" | "confirm_transfer" | "register" | "reject" | "close" | "recalculate" | "deadline_approaching" | "deadline_passed" | "supplement_missed" | "progress_due" | "never_opened" | "never_assigned" | "still_overdue" | "never_read" | "notice_failed" | "disposal_due" | "begin_disposal" | "dispose";
            /** @enum {string} */
            status: "accepted" | "applied" | "overtaken";
            /** Format: date-time */
            acceptedAt: string;
            /** Format: date-time */
            appliedAt: string | null;
            evidence: string | null;
        };
        Submission: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "form" | "letter";
            form: {
                id: string;
                version: number;
            } | null;
            /** @enum {string} */
            channel: "online" | "paper" | "fax" | "in_person";
            organisation: string | null;
            office: string | null;
            /** @enum {string} */
            state: "draft" | "accepted" | "rejected" | "registered" | "assigned" | "in_process" | "supplement_requested" | "suspended" | "decided" | "closed" | "returned" | "withdrawn" | "expired";
            version: number;
            pending: {
                seq: number;
                /** @enum {string} */
                kind: "submit" | "withdraw" | "acknowledge" | "supplement" | "request_supplement_extension" | "request_progress" | "open" | "assign" | "reassign" | "involve" | "contribute" | "return_to_sender" | "request_supplement" | "request_resend" | "suspend" | "resume" | "extend" | "transfer" | "decide" | "approve" | "send_back" | "correct" | "hold" | "release_hold" | "review_disposal" | "confirm_transfer" | "register" | "reject" | "close" | "recalculate" | "deadline_approaching" | "deadline_passed" | "supplement_missed" | "progress_due" | "never_opened" | "never_assigned" | "still_overdue" | "never_read" | "notice_failed" | "disposal_due" | "begin_disposal" | "dispose";
            }[];
            allowed: ("submit" | "withdraw" | "acknowledge" | "supplement" | "request_supplement_extension" | "request_progress" | "open" | "assign" | "reassign" | "involve" | "contribute" | "return_to_sender" | "request_supplement" | "request_resend" | "suspend" | "resume" | "extend" | "transfer" | "decide" | "approve" | "send_back" | "correct" | "hold" | "release_hold" | "review_disposal" | "confirm_transfer" | "register" | "reject" | "close" | "recalculate" | "deadline_approaching" | "deadline_passed" | "supplement_missed" | "progress_due" | "never_opened" | "never_assigned" | "still_overdue" | "never_read" | "notice_failed" | "disposal_due" | "begin_disposal" | "dispose")[];
            registrationNumber: string | null;
            filedAs: string | null;
            handler: string | null;
            /** @enum {string|null} */
            outcome: "granted" | "partially_granted" | "refused" | "noted" | null;
            replyRead: boolean;
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            registeredAt: string | null;
            /** Format: date-time */
            dueAt: string | null;
            /** Format: date-time */
            supplementDueAt: string | null;
            /** @enum {string} */
            clock: "none" | "running" | "approaching" | "passed" | "stopped";
            leg: number;
            /** Format: date-time */
            transferWithinBy: string | null;
            /** Format: date-time */
            transferBetweenBy: string | null;
            involved: string[];
            approvals: number;
            /** Format: date-time */
            decidedAt: string | null;
            /** Format: date-time */
            closedAt: string | null;
            /**
             * Format: date-time
             * @description When its retention is over
             */
            disposeAt: string | null;
            /** @enum {string} */
            disposal: "none" | "due" | "transfer" | "approved" | "begun" | "done";
            holds: string[];
            trackingCode?: string;
            /** @description To its party, once it is over: whether the question at the end was answered */
            surveyAnswered?: boolean;
        };
        NewSubmission: {
            form?: {
                id: string;
                version?: number;
            };
            /** @description Any JSON that fits the schema of the form */
            answers?: unknown;
            letter?: {
                title: string;
                body: string;
            };
            office?: string;
            organisation?: string;
            /**
             * Format: uuid
             * @description Under which it is sent for another party
             */
            authorisation?: string;
            /** @default [] */
            attachments: {
                /** Format: uuid */
                upload: string;
                name?: string;
            }[];
        };
        SubmissionLine: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "form" | "letter";
            form: {
                id: string;
                version: number;
            } | null;
            /** @enum {string} */
            channel: "online" | "paper" | "fax" | "in_person";
            organisation: string | null;
            office: string | null;
            /** @enum {string} */
            state: "draft" | "accepted" | "rejected" | "registered" | "assigned" | "in_process" | "supplement_requested" | "suspended" | "decided" | "closed" | "returned" | "withdrawn" | "expired";
            version: number;
            registrationNumber: string | null;
            filedAs: string | null;
            handler: string | null;
            /** @enum {string|null} */
            outcome: "granted" | "partially_granted" | "refused" | "noted" | null;
            replyRead: boolean;
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            registeredAt: string | null;
            /** Format: date-time */
            dueAt: string | null;
            /** Format: date-time */
            supplementDueAt: string | null;
            /** @enum {string} */
            clock: "none" | "running" | "approaching" | "passed" | "stopped";
            leg: number;
            /** Format: date-time */
            transferWithinBy: string | null;
            /** Format: date-time */
            transferBetweenBy: string | null;
            involved: string[];
            approvals: number;
            /** Format: date-time */
            decidedAt: string | null;
            /** Format: date-time */
            closedAt: string | null;
            /**
             * Format: date-time
             * @description When its retention is over
             */
            disposeAt: string | null;
            /** @enum {string} */
            disposal: "none" | "due" | "transfer" | "approved" | "begun" | "done";
            holds: string[];
            formTitle: {
                ko: string;
                en: string;
            } | null;
        };
        Receipt: {
            evidence: {
                /** @enum {number} */
                v: 1;
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                event: "SubmissionAcceptance" | "SubmissionRejection" | "ConsignmentAcceptance" | "ConsignmentRejection" | "ContentHandover" | "ContentAccessTracking" | "ContentConsignment" | "ConsignmentNotificationFailure" | "ConsignmentNotification" | "Assigned" | "Reassigned" | "UnitInvolved" | "UnitContributed" | "RelayAcceptance" | "SupplementRequested" | "SupplementReceived" | "SupplementPeriodExtended" | "SupplementMissed" | "Expired" | "ClosedUndeliverable" | "ClockSuspended" | "ClockResumed" | "DeadlineExtended" | "DeadlineRecalculated" | "ProgressNotified" | "DecisionDrafted" | "DecisionApproved" | "DecisionSentBack" | "DecisionCorrected" | "NeverOpened" | "NeverAssigned" | "StillOverdue" | "ReplyNeverRead" | "DecisionRecorded" | "ReplyRead" | "Withdrawn" | "Closed" | "DeadlineApproaching" | "DeadlinePassed" | "HoldSet" | "HoldReleased" | "DisposalDue" | "DisposalReviewed" | "RecordTransferred" | "DisposalBegun" | "Disposed" | "DocumentProposed" | "DocumentReviewed" | "DocumentSentBack" | "DocumentRegistered" | "DocumentDispatched" | "DocumentRecalled" | "DocumentAcknowledged" | "DocumentNeverRead" | "DeliveryRecalled" | "RemovalAnnounced" | "DocumentRemoved" | "CommandOvertaken";
                /** Format: date-time */
                at: string;
                issuer: string;
                /** Format: uuid */
                submission: string;
                sequence: number;
            } & {
                [key: string]: unknown;
            };
            event: {
                etsi: string | null;
                words: {
                    ko: string;
                    en: string;
                };
            };
            /** @description SHA-256, base64url */
            digest: string;
            jws: string;
        };
        ReceiptDocument: {
            /** @enum {string} */
            format: "gongmun-receipt/1";
            evidence: {
                /** @enum {number} */
                v: 1;
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                event: "SubmissionAcceptance" | "SubmissionRejection" | "ConsignmentAcceptance" | "ConsignmentRejection" | "ContentHandover" | "ContentAccessTracking" | "ContentConsignment" | "ConsignmentNotificationFailure" | "ConsignmentNotification" | "Assigned" | "Reassigned" | "UnitInvolved" | "UnitContributed" | "RelayAcceptance" | "SupplementRequested" | "SupplementReceived" | "SupplementPeriodExtended" | "SupplementMissed" | "Expired" | "ClosedUndeliverable" | "ClockSuspended" | "ClockResumed" | "DeadlineExtended" | "DeadlineRecalculated" | "ProgressNotified" | "DecisionDrafted" | "DecisionApproved" | "DecisionSentBack" | "DecisionCorrected" | "NeverOpened" | "NeverAssigned" | "StillOverdue" | "ReplyNeverRead" | "DecisionRecorded" | "ReplyRead" | "Withdrawn" | "Closed" | "DeadlineApproaching" | "DeadlinePassed" | "HoldSet" | "HoldReleased" | "DisposalDue" | "DisposalReviewed" | "RecordTransferred" | "DisposalBegun" | "Disposed" | "DocumentProposed" | "DocumentReviewed" | "DocumentSentBack" | "DocumentRegistered" | "DocumentDispatched" | "DocumentRecalled" | "DocumentAcknowledged" | "DocumentNeverRead" | "DeliveryRecalled" | "RemovalAnnounced" | "DocumentRemoved" | "CommandOvertaken";
                /** Format: date-time */
                at: string;
                issuer: string;
                /** Format: uuid */
                submission: string;
                sequence: number;
            } & {
                [key: string]: unknown;
            };
            /** @description SHA-256, base64url */
            digest: string;
            jws: string;
        };
        PartialUpload: {
            /** Format: uuid */
            id: string;
            bytes: number;
            /** @description Where the next part begins; as `Upload-Offset` too */
            offset: number;
            /**
             * Format: date-time
             * @description Until when it waits for the next part
             */
            expiresAt: string;
            /** @description The upload that it became, once it is whole */
            file: components["schemas"]["File"] | null;
        };
        Draft: {
            /** Format: uuid */
            id: string;
            form: {
                id: string;
                version: number | null;
            } | null;
            organisation: string | null;
            shared: boolean;
            /** Format: uuid */
            authorisation: string | null;
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
            changedBy: {
                id: string;
                name: string;
            };
            /**
             * Format: date-time
             * @description When it is removed unless it is changed before
             */
            removeAt: string;
            letter: {
                title: string;
                body: string;
            } | null;
            answers?: unknown;
            office: string | null;
            attachments: components["schemas"]["File"][];
            /** Format: uuid */
            copiedFrom: string | null;
            /** @description Answers that could not be copied, as JSON pointers */
            leftOut: string[];
        };
        DraftContent: {
            form?: {
                id: string;
                version?: number;
            };
            /** @description Any JSON; need not fit the form yet */
            answers?: unknown;
            letter?: {
                /** @default  */
                title: string;
                /** @default  */
                body: string;
            };
            office?: string;
            organisation?: string;
            /** @description With the organisation: its members see the draft, those who submit change and send it */
            shared?: boolean;
            /**
             * Format: uuid
             * @description Under which it is to be sent for another party
             */
            authorisation?: string;
            /** @default [] */
            attachments: {
                /** Format: uuid */
                upload: string;
                name?: string;
            }[];
        };
        Desk: {
            items: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                kind: "form" | "letter";
                form: {
                    id: string;
                    version: number;
                } | null;
                /** @enum {string} */
                channel: "online" | "paper" | "fax" | "in_person";
                organisation: string | null;
                office: string | null;
                /** @enum {string} */
                state: "draft" | "accepted" | "rejected" | "registered" | "assigned" | "in_process" | "supplement_requested" | "suspended" | "decided" | "closed" | "returned" | "withdrawn" | "expired";
                version: number;
                allowed: ("submit" | "withdraw" | "acknowledge" | "supplement" | "request_supplement_extension" | "request_progress" | "open" | "assign" | "reassign" | "involve" | "contribute" | "return_to_sender" | "request_supplement" | "request_resend" | "suspend" | "resume" | "extend" | "transfer" | "decide" | "approve" | "send_back" | "correct" | "hold" | "release_hold" | "review_disposal" | "confirm_transfer" | "register" | "reject" | "close" | "recalculate" | "deadline_approaching" | "deadline_passed" | "supplement_missed" | "progress_due" | "never_opened" | "never_assigned" | "still_overdue" | "never_read" | "notice_failed" | "disposal_due" | "begin_disposal" | "dispose")[];
                registrationNumber: string | null;
                filedAs: string | null;
                handler: string | null;
                /** @enum {string|null} */
                outcome: "granted" | "partially_granted" | "refused" | "noted" | null;
                replyRead: boolean;
                /** Format: date-time */
                receivedAt: string;
                /** Format: date-time */
                registeredAt: string | null;
                /** Format: date-time */
                dueAt: string | null;
                /** Format: date-time */
                supplementDueAt: string | null;
                /** @enum {string} */
                clock: "none" | "running" | "approaching" | "passed" | "stopped";
                leg: number;
                /** Format: date-time */
                transferWithinBy: string | null;
                /** Format: date-time */
                transferBetweenBy: string | null;
                involved: string[];
                approvals: number;
                /** Format: date-time */
                decidedAt: string | null;
                /** Format: date-time */
                closedAt: string | null;
                /**
                 * Format: date-time
                 * @description When its retention is over
                 */
                disposeAt: string | null;
                /** @enum {string} */
                disposal: "none" | "due" | "transfer" | "approved" | "begun" | "done";
                holds: string[];
                formTitle: {
                    ko: string;
                    en: string;
                } | null;
            }[];
            nextCursor?: string;
            /** @description They respect `office`, `form` and `text`, no other filter. Null where `text` is found in more than 1,000 submissions (3,000 where eight offices or more are searched): more words make it fewer */
            counts: {
                states: {
                    draft?: number;
                    accepted?: number;
                    rejected?: number;
                    registered?: number;
                    assigned?: number;
                    in_process?: number;
                    supplement_requested?: number;
                    suspended?: number;
                    decided?: number;
                    closed?: number;
                    returned?: number;
                    withdrawn?: number;
                    expired?: number;
                };
                /** @description As `overdue=true` lists them */
                overdue: number;
                /** @description As `handler=none` lists them */
                unassigned: number;
                /** @description As `handler=me` lists them */
                mine: number;
                /** @description Counting stops here: a count as high means so many or more */
                upTo: number;
            } | null;
        };
        DeskView: {
            /** Format: uuid */
            id: string;
            name: string;
            query: {
                [key: string]: string;
            };
            /** Format: date-time */
            savedAt: string;
        };
        NewDeskView: {
            name: string;
            query: {
                office?: string;
                /** @description One or several states, separated by commas */
                state?: string;
                form?: string;
                /** @description A person's id; `me`, what lies with me; or `none`, what waits for a handler. The two leave out what is at its end unless `state` asks for it */
                handler?: string;
                /**
                 * Format: date-time
                 * @description Due at this instant or later
                 */
                dueFrom?: string;
                /**
                 * Format: date-time
                 * @description Due at this instant or earlier
                 */
                dueUntil?: string;
                /**
                 * @description The clock runs and the due date has passed
                 * @enum {string}
                 */
                overdue?: "true";
                /** @description Words that all occur in the names of who sent it, its title or the answers that the form marks, in any part of a word; a single character finds words that begin with it. Or a registration number, with or without the office's code, or a tracking code, in full */
                text?: string;
                /**
                 * @description `-` means descending; lines without the instant come last either way
                 * @default -received
                 * @enum {string}
                 */
                sort: "received" | "-received" | "due" | "-due" | "registered" | "-registered";
            };
        };
        Delegation: {
            /** Format: uuid */
            id: string;
            office: string;
            /** @description Whose roles they are */
            person: string;
            /** @description Who acts with them */
            to: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
            inForce: boolean;
            givenBy: string;
            /** Format: date-time */
            givenAt: string;
            revokedBy: string | null;
            /** Format: date-time */
            revokedAt: string | null;
        };
        NewDelegation: {
            office: string;
            to: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
            person?: string;
        };
        Decision: {
            /** @enum {string} */
            outcome: "granted" | "partially_granted" | "refused" | "noted";
            reasons?: string;
            remedy?: string;
            reply: {
                title: string;
                body: string;
            };
            /** @description Who must agree, in order, before the decision stands; the last one is an approver */
            line?: string[];
        };
        FormDefinition: {
            id: string;
        } & {
            [key: string]: unknown;
        };
        FormOpening: {
            /** @description Null opens it everywhere */
            offices: string[] | null;
        };
        SupplementRequest: {
            /** @default [] */
            fields: string[];
            /** @default [] */
            attachments: string[];
            /** @description Counted as the procedure's own period */
            days: number;
            words: string;
        };
        Supplement: {
            /**
             * @description By which way it came, where an official takes it in
             * @enum {string}
             */
            channel?: "paper" | "fax" | "in_person";
            /** @description The whole document anew, as the form has it */
            answers?: unknown;
            letter?: {
                title: string;
                body: string;
            };
            /** @default [] */
            attachments: {
                /** Format: uuid */
                upload: string;
                name?: string;
            }[];
        };
        Note: {
            /** Format: uuid */
            id: string;
            author: string;
            office: string;
            body: string;
            /** Format: date-time */
            writtenAt: string;
        };
        Holiday: {
            date: string;
            /** @enum {string} */
            effect: "declared" | "withdrawn";
            name: {
                ko: string;
                en: string;
            };
        };
        Filing: {
            /** Format: uuid */
            id: string;
            /** @description Where the list goes on after this one */
            cursor: string;
            /** Format: uuid */
            submission: string;
            leg: number;
            office: string;
            registrationNumber: string;
            /** @description The number at the office that it was transferred to */
            continuedAs: string | null;
            /** @enum {string} */
            state: "draft" | "accepted" | "rejected" | "registered" | "assigned" | "in_process" | "supplement_requested" | "suspended" | "decided" | "closed" | "returned" | "withdrawn" | "expired" | "transferred";
            /** @enum {string} */
            kind: "form" | "letter";
            form: {
                id: string;
                version: number;
            } | null;
            organisation: string | null;
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            registeredAt: string;
            /** Format: date-time */
            dueAt: string | null;
            /** @description The office's own number, once confirmed */
            number: string | null;
            /** Format: date-time */
            confirmedAt: string | null;
            /** @description The newest version; null when it is with another office now, or destroyed */
            content: {
                version: number;
                letter: {
                    title: string;
                    body: string;
                } | null;
                answers?: unknown;
                attachments: (components["schemas"]["File"] & {
                    url: string;
                })[];
                /** @description Who sent what came over the counter; null of what came online */
                sender: {
                    name: string;
                    email: string | null;
                    address: string | null;
                    organisation: string | null;
                } | null;
                salt: string;
                /** @description SHA-256, base64url */
                digest: string;
            } | null;
        };
        Confirmation: {
            /** Format: uuid */
            filing: string;
            /** Format: uuid */
            submission: string;
            registrationNumber: string;
            number: string;
            /** Format: date-time */
            confirmedAt: string;
        };
        NewConfirmation: {
            number: string;
        };
        TakenIn: components["schemas"]["Acted"] & {
            /** @description What it may be a second copy of */
            links: components["schemas"]["Link"][];
        };
        Link: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            submission: string;
            /** Format: uuid */
            other: string;
            /** @enum {string} */
            kind: "suspected_duplicate" | "duplicate_of" | "related" | "reply_to";
            /** @description What is alike, of a suspected duplicate */
            reasons: ("sender" | "attachment" | "title")[];
            /** @description A person's id, or `system` */
            by: string;
            /** Format: date-time */
            at: string;
        };
        Intake: {
            /** @enum {string} */
            channel: "paper" | "fax" | "in_person";
            /**
             * Format: date-time
             * @description When it reached the office: the legal receipt. Not in the future, at most 5 years ago
             */
            receivedAt: string;
            sender: {
                name: string;
                address?: string;
                /**
                 * Format: email
                 * @description Notices go there; without it nobody is told by mail
                 */
                email?: string;
                organisation?: string;
                /**
                 * @description That notices are written in
                 * @default ko
                 * @enum {string}
                 */
                language: "ko" | "en";
            };
            form?: {
                id: string;
                version?: number;
            };
            /** @description May be left out: then the scan is the form */
            answers?: unknown;
            letter?: {
                title: string;
                body?: string;
            };
            /** @default [] */
            attachments: {
                /** Format: uuid */
                upload: string;
                /** @description `scan` unless it is one that the form names */
                name?: string;
            }[];
            /** @description For colleagues; kept with the notes */
            note?: string;
        };
        OfficeMember: {
            person: string;
            name: string;
            roles: ("registrar" | "handler" | "approver" | "office_admin" | "records_system")[];
            /** @description Who acts with these roles, now or from a later instant on */
            delegations: {
                to: string;
                name: string;
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                until: string;
                inForce: boolean;
            }[];
        };
        OfficeLadder: {
            office: string;
            ladder: {
                never_opened?: {
                    afterHours: number;
                    tell: string;
                }[];
                never_assigned?: {
                    afterHours: number;
                    tell: string;
                }[];
                still_overdue?: {
                    afterHours: number;
                    tell: string;
                }[];
                never_read?: {
                    afterHours: number;
                    tell: string;
                }[];
            };
            /** @description The silences for which they are the office's own */
            own: ("never_opened" | "never_assigned" | "still_overdue" | "never_read")[];
        };
        NewLadder: {
            never_opened?: {
                /** @description Working hours since the silence began */
                afterHours: number;
                /** @enum {string} */
                tell: "handler" | "office_admin" | "parent";
            }[];
            never_assigned?: {
                /** @description Working hours since the silence began */
                afterHours: number;
                /** @enum {string} */
                tell: "handler" | "office_admin" | "parent";
            }[];
            still_overdue?: {
                /** @description Working hours since the silence began */
                afterHours: number;
                /** @enum {string} */
                tell: "handler" | "office_admin" | "parent";
            }[];
            never_read?: {
                /** @description Working hours since the silence began */
                afterHours: number;
                /** @enum {string} */
                tell: "handler" | "office_admin" | "parent";
            }[];
        };
        Reader: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            action: "open" | "list" | "read_submission" | "read_content" | "read_attachment" | "read_versions" | "read_commands" | "read_receipts" | "read_receipt" | "print_receipt" | "check_evidence" | "read_bundle" | "copy_submission" | "track" | "read_decision" | "read_timeline" | "read_notes" | "read_links" | "read_readers" | "read_filings" | "read_document" | "list_documents" | "read_document_attachment" | "print_document" | "read_deliveries" | "read_document_receipts" | "read_register" | "read_audit" | "read_procedure";
            words: {
                ko: string;
                en: string;
            };
            /**
             * @description `authorised` by the party itself; `anyone` held a printed receipt and did not say who they are
             * @enum {string}
             */
            capacity: "official" | "authorised" | "auditor" | "operator" | "anyone";
            office: {
                code: string;
                name: {
                    ko: string;
                    en: string;
                };
            } | null;
            /** @description The official's, where the office lets parties know it */
            name: string | null;
            /**
             * Format: uuid
             * @description The attachment or receipt that was read
             */
            subject: string | null;
        };
        ReaderPolicy: {
            office: string;
            namesReaders: boolean;
            /** Format: date-time */
            since: string | null;
        };
        /** @description Mails are a courtesy: declining them changes nothing of a procedure, its dates and its proofs */
        NoticeSettings: {
            /**
             * @description Of the mails; null: as the identity provider says
             * @enum {string|null}
             */
            language: "ko" | "en" | null;
            mails: {
                received: boolean;
                progress: boolean;
                requests: boolean;
                decisions: boolean;
                mailbox: boolean;
                drafts: boolean;
            };
        };
        OrganisationClaim: {
            /** Format: uuid */
            id: string;
            number: string;
            name: {
                ko: string;
                en: string;
            };
            person: string;
            /**
             * @description Only of one that is `confirmed` may somebody act for the organisation
             * @enum {string}
             */
            status: "waiting" | "confirmed" | "disputed" | "rejected";
            vouched: boolean;
            /** @enum {string|null} */
            how: "identity_provider" | "official" | null;
            /** Format: date-time */
            claimedAt: string;
            /** Format: date-time */
            settledAt: string | null;
            settledBy: string | null;
        };
        NewOrganisationClaim: {
            number: string;
            name: {
                ko: string;
                en: string;
            };
        };
        Organisation: {
            number: string;
            name: {
                ko: string;
                en: string;
            };
            representative: string | null;
            version: number;
            /** @enum {string} */
            confirmedHow: "directory" | "identity_provider" | "official";
            /** Format: date-time */
            confirmedAt: string | null;
            members: {
                person: string;
                name: string;
                roles: ("submit" | "read" | "manage")[];
            }[];
            invitations: components["schemas"]["Invitation"][];
        };
        Invitation: {
            /** Format: uuid */
            id: string;
            organisation: string;
            roles: ("submit" | "read" | "manage")[];
            invitedBy: string;
            /** Format: date-time */
            invitedAt: string;
            /** Format: date-time */
            expiresAt: string;
        };
        Batch: {
            /** Format: uuid */
            id: string;
            organisation: string | null;
            /** @enum {string} */
            status: "receiving" | "processing" | "done";
            lines: number;
            waiting: number;
            accepted: number;
            refused: number;
            /**
             * Format: date-time
             * @description Of the batch; each line has a legal receipt of its own
             */
            receivedAt: string;
            /** Format: date-time */
            finishedAt: string | null;
        };
        BatchLine: {
            line: number;
            /** @enum {string} */
            status: "waiting" | "accepted" | "refused";
            /** Format: uuid */
            submission?: string;
            /** Format: date-time */
            doneAt?: string;
            code?: string;
            detail?: string;
            faults?: {
                pointer: string;
                code: string;
                detail: string;
            }[];
        };
        Authorisation: {
            /** Format: uuid */
            id: string;
            person: string | null;
            personName: string | null;
            organisation: string | null;
            to: string;
            form: string | null;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
            inForce: boolean;
            givenBy: string;
            /** Format: date-time */
            givenAt: string;
            revokedBy: string | null;
            /** Format: date-time */
            revokedAt: string | null;
        };
        NewAuthorisation: {
            /** @description The id of whoever may act, as `GET /v1/me` shows it to them */
            to: string;
            /** @description Where it is not for oneself */
            organisation?: string;
            /** @description The one form it is for; left out, all and letters too */
            form?: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
        };
        Webhook: {
            /** Format: uuid */
            id: string;
            organisation: string | null;
            office: string | null;
            url: string;
            /** @enum {string} */
            status: "active" | "disabled" | "removed";
            /** @description Messages in a row that failed for three days */
            failures: number;
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
        };
        NewWebhook: {
            organisation?: string;
            office?: string;
            /** @description An https address on the public internet */
            url: string;
        };
        WebhookDelivery: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            resendOf: string | null;
            /** Format: uuid */
            submission: string | null;
            /**
             * Format: uuid
             * @description An official document; then `submission` is null
             */
            document: string | null;
            /**
             * Format: uuid
             * @description One recipient's, in a mailbox its id there
             */
            delivery: string | null;
            /** Format: uuid */
            evidence: string;
            /** @enum {string} */
            event: "SubmissionAcceptance" | "SubmissionRejection" | "ConsignmentAcceptance" | "ConsignmentRejection" | "ContentHandover" | "ContentAccessTracking" | "ContentConsignment" | "ConsignmentNotificationFailure" | "ConsignmentNotification" | "Assigned" | "Reassigned" | "UnitInvolved" | "UnitContributed" | "RelayAcceptance" | "SupplementRequested" | "SupplementReceived" | "SupplementPeriodExtended" | "SupplementMissed" | "Expired" | "ClosedUndeliverable" | "ClockSuspended" | "ClockResumed" | "DeadlineExtended" | "DeadlineRecalculated" | "ProgressNotified" | "DecisionDrafted" | "DecisionApproved" | "DecisionSentBack" | "DecisionCorrected" | "NeverOpened" | "NeverAssigned" | "StillOverdue" | "ReplyNeverRead" | "DecisionRecorded" | "ReplyRead" | "Withdrawn" | "Closed" | "DeadlineApproaching" | "DeadlinePassed" | "HoldSet" | "HoldReleased" | "DisposalDue" | "DisposalReviewed" | "RecordTransferred" | "DisposalBegun" | "Disposed" | "DocumentProposed" | "DocumentReviewed" | "DocumentSentBack" | "DocumentRegistered" | "DocumentDispatched" | "DocumentRecalled" | "DocumentAcknowledged" | "DocumentNeverRead" | "DeliveryRecalled" | "RemovalAnnounced" | "DocumentRemoved" | "CommandOvertaken";
            /** @enum {string} */
            state: "draft" | "accepted" | "rejected" | "registered" | "assigned" | "in_process" | "supplement_requested" | "suspended" | "decided" | "closed" | "returned" | "withdrawn" | "expired" | "in_approval" | "dispatched" | "waiting" | "consigned" | "notified" | "opened" | "acknowledged" | "never_read" | "recalled";
            /** @enum {string} */
            status: "written" | "started" | "deferred" | "delivered" | "failed";
            attempts: number;
            response: string | null;
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            writtenAt: string;
            /** Format: date-time */
            settledAt: string | null;
        };
        DisposalReview: {
            /** @enum {string} */
            decision: "destroy" | "keep" | "transfer";
            /** @enum {string} */
            reason: "period_over" | "still_needed" | "historical_value" | "other";
            words: string;
            /** @description Of `keep`: when it is due again, a date at the office */
            until?: string;
            /** @description Of `transfer`: the archive that is to have it */
            archive?: string;
        };
        RecordDue: {
            /** Format: uuid */
            submission: string;
            office: string;
            registrationNumber: string | null;
            form: string | null;
            /** @enum {string} */
            disposal: "none" | "due" | "transfer" | "approved" | "begun" | "done";
            holds: string[];
            /** Format: date-time */
            closedAt: string | null;
            /** Format: date-time */
            disposeAt: string | null;
        };
        SurveyAnswer: {
            /** Format: uuid */
            submissionId: string;
            office: string;
            rating: number;
            comment: string | null;
            /** Format: date-time */
            answeredAt: string;
            /** Format: date-time */
            handledAt: string | null;
            handledBy: string | null;
        };
        Export: {
            /** Format: uuid */
            id: string;
            organisation: string | null;
            /** @enum {string} */
            state: "packing" | "ready" | "removed";
            /** Format: date-time */
            requestedAt: string;
            /** Format: date-time */
            readyAt: string | null;
            /**
             * Format: date-time
             * @description Until when it can be fetched
             */
            removeAt: string | null;
            /** @description How many zips it is; null while it is being packed */
            parts: number | null;
            submissions: number;
            /** @description Documents of the mailbox */
            mail: number;
            drafts: number;
            /** @description Of all of them */
            packed: number;
        };
        Statistics: {
            /** @enum {string} */
            by: "month" | "office" | "form" | "sector" | "outcome";
            from: string;
            until: string;
            /** Format: date-time */
            at: string;
            /** @description What would tell of fewer submissions is not counted in */
            minimum: number;
            /** @description What one document sent online is taken to save */
            assumptions: {
                visits: number;
                hoursEachVisit: number;
                sheets: number;
            };
            total: {
                submissions: number;
                /** @description Of seconds to three significant digits: off by half a percent at most */
                hoursToRegistration: {
                    median: number | null;
                    p90: number | null;
                };
                /** @description Of seconds to three significant digits: off by half a percent at most */
                hoursToDecision: {
                    median: number | null;
                    p90: number | null;
                };
                /** @description 0 to 1; null where it would tell of too few */
                overdue: number | null;
                /** @description 0 to 1; null where it would tell of too few */
                bothWays: number | null;
                saved: {
                    visits: number;
                    hours: number;
                    sheets: number;
                };
                satisfaction: {
                    mean: number | null;
                    answers: number | null;
                };
            };
            items: {
                value: string;
                submissions: number;
                /** @description Of seconds to three significant digits: off by half a percent at most */
                hoursToRegistration: {
                    median: number | null;
                    p90: number | null;
                };
                /** @description Of seconds to three significant digits: off by half a percent at most */
                hoursToDecision: {
                    median: number | null;
                    p90: number | null;
                };
                /** @description 0 to 1; null where it would tell of too few */
                overdue: number | null;
                /** @description 0 to 1; null where it would tell of too few */
                bothWays: number | null;
                saved: {
                    visits: number;
                    hours: number;
                    sheets: number;
                };
                satisfaction: {
                    mean: number | null;
                    answers: number | null;
                };
            }[];
        };
        OfficialDocument: {
            /** Format: uuid */
            id: string;
            office: string;
            /** @enum {string} */
            state: "draft" | "in_approval" | "registered" | "dispatched";
            version: number;
            /** @enum {string} */
            language: "ko" | "en";
            openness: {
                /** @enum {string} */
                class: "open" | "partial" | "closed";
                ground: number | null;
            };
            drafter: string;
            /** Format: date-time */
            draftedAt: string;
            number: string | null;
            /** Format: date-time */
            registeredAt: string | null;
            retention: {
                class: string;
                years?: number;
            };
            /**
             * Format: date-time
             * @description When its retention is over
             */
            disposeAt: string | null;
            /** @enum {string} */
            disposal: "none" | "due" | "transfer" | "approved" | "begun" | "done";
            holds: string[];
            /** Format: date-time */
            contentDestroyedAt: string | null;
            /** @description Null, and what follows empty, when the content was destroyed */
            head: {
                title: string;
                via: string | null;
            } | null;
            body: {
                level: number;
                text: string;
            }[];
            recipients: {
                /** @enum {string} */
                kind: "person" | "organisation" | "office";
                id: string;
            }[];
            /** @description What recipients are called, by kind and id: `person:…` */
            names: {
                [key: string]: {
                    ko: string;
                    en: string;
                };
            };
            attachments: components["schemas"]["File"][];
            line: {
                person: string;
                /** @enum {string} */
                part: "reviewer" | "cooperator" | "approver";
                agreed: boolean;
            }[];
            acts: {
                seq: number;
                kind: string;
                actor: string;
                for: string | null;
                /** Format: date-time */
                at: string;
                words: string | null;
            }[];
            allowed: string[];
            /** @description SHA-256, base64url */
            contentDigest: string | null;
        };
        DocumentDraft: {
            /**
             * @default ko
             * @enum {string}
             */
            language: "ko" | "en";
            title: string;
            /** @description Through which office or person it goes ((경유)) */
            via?: string;
            body: {
                /** @description 0 a paragraph without a sign; 1 to 8 are 1. 가. 1) 가) (1) (가) ① ㉮ */
                level: number;
                text: string;
            }[];
            /** @description A person's id, an organisation's number, an office's code, or a submission's id for its party */
            recipients: {
                /** @enum {string} */
                kind: "person" | "organisation" | "office" | "submission";
                id: string;
            }[];
            openness: {
                /** @enum {string} */
                class: "open" | "partial" | "closed";
                /** @description The number in article 9(1) of the Official Information Disclosure Act */
                ground?: number;
            };
            /** @default [] */
            attachments: {
                /** Format: uuid */
                upload: string;
            }[];
            /**
             * @description How long it is kept, from its dispatch
             * @default {
             *       "class": "years",
             *       "years": 5
             *     }
             */
            retention: {
                /** @enum {string} */
                class: "permanent" | "semi_permanent" | "years";
                years?: number;
            };
        };
        DocumentProposal: {
            /** @default [] */
            reviewers: string[];
            /**
             * @description Those whose units take part (협조)
             * @default []
             */
            cooperators: string[];
            /** @description Holds the role `approver` in the office */
            approver: string;
        };
        Recall: {
            /** @description These only; else all */
            deliveries?: string[];
        };
        Proof: {
            /** @enum {string} */
            format: "gongmun-proof/1";
            proof: {
                kind: string;
                /** @description SHA-256, base64url */
                digest: string;
                index: number;
                size: number;
                path: string[];
                checkpoint: string;
                timestamp?: string;
            };
            jws: string;
        };
        ReceiptBundle: {
            /** @enum {string} */
            format: "gongmun-receipt-bundle/1";
            receipt: components["schemas"]["ReceiptDocument"];
            proof: components["schemas"]["Proof"];
            keys: ({
                kid: string;
                purpose: string;
            } & {
                [key: string]: unknown;
            })[];
            content?: {
                parts: {
                    part: string;
                    /** @description SHA-256, base64url */
                    sha256: string;
                }[];
                /** @description SHA-256, base64url */
                salt: string;
            };
        };
        Mail: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "waiting" | "consigned" | "notified" | "opened" | "acknowledged" | "never_read" | "recalled";
            organisation: string | null;
            office: string;
            officeName: {
                ko: string;
                en: string;
            };
            number: string;
            /** @description Null when the content was destroyed */
            title: string | null;
            /**
             * Format: date-time
             * @description When its content was destroyed, its retention being over
             */
            destroyedAt: string | null;
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            openedAt: string | null;
            /** Format: date-time */
            acknowledgedAt: string | null;
            /**
             * Format: date-time
             * @description When it leaves the mailbox
             */
            removedOn: string;
            /** @description Null until it is opened, and when its content was destroyed */
            document: {
                via: string | null;
                body: {
                    level: number;
                    sign: string;
                    text: string;
                }[];
                attachments: components["schemas"]["File"][];
                /** @description Opens what the receipt of the consignment names of the attachments (docs/evidence.md) */
                attachmentsSalt: string | null;
                /** @description SHA-256, base64url */
                contentDigest: string | null;
            } | null;
        };
        MailReply: {
            letter: {
                title: string;
                body: string;
            };
            /** @default [] */
            attachments: {
                /** Format: uuid */
                upload: string;
            }[];
        };
        TrailEntry: {
            /** @enum {string} */
            sort: "evidence" | "command" | "refusal" | "access";
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            /** @description The event, the command, what was refused, or how it was read */
            name: string;
            sequence: number | null;
            actor: string | null;
            onBehalfOf: string | null;
            capacity: string | null;
            office: string | null;
            /** @description What became of a command; why something was refused */
            status: string | null;
            /** @description Of a reading */
            words: {
                ko: string;
                en: string;
            } | null;
            /** Format: uuid */
            evidence: string | null;
            proof: {
                /** @enum {string} */
                state: "verified" | "waiting" | "differs" | "none";
                /** @description Its place in the log */
                index: number | null;
                /** @description What differs */
                differs: string | null;
            };
        };
        History: {
            runs: {
                run: string;
                type: string;
                status: string;
                /** Format: date-time */
                startedAt: string;
                /** Format: date-time */
                endedAt: string | null;
                complete: boolean;
                lines?: {
                    id: number;
                    at: string | null;
                    event: string;
                    summary: string | null;
                    build: string | null;
                    meaning: string;
                    done: {
                        step: string;
                        seq: number;
                        evidenceId: string;
                        digest: string;
                    }[];
                }[];
                events?: {
                    [key: string]: unknown;
                }[];
            }[];
            /** @description Runs beside these; those of the procedure and the newest are shown first */
            omitted: number;
        };
        HistoryCheck: {
            sound: boolean;
            runs: {
                run: string;
                type: string;
                status: string;
                events: number;
            }[];
            evidences: number;
            steps: number;
            differences: {
                code: string;
                detail: string;
                run: string | null;
                event: number | null;
                build: string | null;
                evidence: string | null;
            }[];
            remarks: {
                code: string;
                detail: string;
                run: string | null;
                event: number | null;
                build: string | null;
                evidence: string | null;
            }[];
        };
        AuditRun: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "check" | "replay";
            /** Format: uuid */
            submissionId: string | null;
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            finishedAt: string;
            /** @enum {string} */
            outcome: "sound" | "faulty" | "unknown";
            faults: number;
            parts: {
                name: string;
                looked: number;
                faults: number;
            }[];
            items: components["schemas"]["AuditFinding"][];
            nextCursor?: string;
        };
        AuditFinding: {
            position: number;
            part: string;
            place: string;
            what: string;
        };
        RegisterEntry: {
            /** Format: uuid */
            submissionId: string;
            leg: number;
            office: string;
            year: number;
            seq: number;
            number: string;
            form: string | null;
            retention: {
                class: string;
            } & {
                [key: string]: unknown;
            };
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            registeredAt: string;
            continuedAs: string | null;
        };
        Checkpoint: {
            size: number;
            /** @description SHA-256, base64 */
            root: string;
            /** Format: date-time */
            signedAt: string;
            /** @description C2SP signed note: checkpoint, signature of the log, cosignatures of witnesses */
            note: string;
            /** @description RFC 3161 token over the SHA-256 of the note's body */
            timestamp: string | null;
        };
        Health: {
            parts: {
                name: string;
                ready: boolean;
            }[];
            /** @description Null while the engine is away */
            queues: {
                queue: string;
                workers: {
                    identity: string;
                    /** Format: date-time */
                    seenAt: string | null;
                }[];
            }[] | null;
            outbox: {
                depth: number;
                undelivered: number;
                /** Format: date-time */
                oldest: string | null;
            };
            log: {
                depth: number;
                faults: number;
                /** Format: date-time */
                oldest: string | null;
                size: number;
                /** Format: date-time */
                sealedAt: string | null;
            };
            /** @description Where the engine's own pages are, if it was told */
            engineUi: string | null;
        };
        FailedMail: {
            /** Format: uuid */
            id: string;
            response: string | null;
            attempts: number;
            /** Format: date-time */
            writtenAt: string;
            /** Format: date-time */
            settledAt: string;
            /** @enum {string} */
            sort: "notice" | "direct";
            kind: string;
        };
        FailedDelivery: {
            /** Format: uuid */
            id: string;
            response: string | null;
            attempts: number;
            /** Format: date-time */
            writtenAt: string;
            /** Format: date-time */
            settledAt: string;
            /** Format: uuid */
            webhook: string;
            /** @enum {string} */
            target: "active" | "disabled" | "removed";
            event: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listOffices: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                text?: string;
                parent?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of offices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Office"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    readOffice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The office */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Office"];
                };
            };
        };
    };
    listForms: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                text?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of forms */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            version: number;
                            office: string;
                            title: {
                                ko: string;
                                en: string;
                            };
                            description: {
                                ko: string;
                                en: string;
                            };
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    readForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The form; its ETag is the version to publish upon */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Form"];
                };
            };
        };
    };
    listFormVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            version: number;
                            /** @description SHA-256, base64url */
                            digest: string;
                            /** Format: date-time */
                            publishedAt: string;
                        }[];
                    };
                };
            };
        };
    };
    publishForm: {
        parameters: {
            query?: {
                /** @description Offices' codes, separated by commas, that alone take the form from now on */
                openFor?: string;
            };
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormDefinition"];
            };
        };
        responses: {
            /** @description Published */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        form: string;
                        version: number;
                        /** @description SHA-256, base64url */
                        digest: string;
                    };
                };
            };
        };
    };
    readFormVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Form"];
                };
            };
        };
    };
    trackSubmission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tracked"];
                };
            };
        };
    };
    checkEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                digest: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Such an evidence was issued here */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        known: true;
                        /** @enum {string} */
                        event: "SubmissionAcceptance" | "SubmissionRejection" | "ConsignmentAcceptance" | "ConsignmentRejection" | "ContentHandover" | "ContentAccessTracking" | "ContentConsignment" | "ConsignmentNotificationFailure" | "ConsignmentNotification" | "Assigned" | "Reassigned" | "UnitInvolved" | "UnitContributed" | "RelayAcceptance" | "SupplementRequested" | "SupplementReceived" | "SupplementPeriodExtended" | "SupplementMissed" | "Expired" | "ClosedUndeliverable" | "ClockSuspended" | "ClockResumed" | "DeadlineExtended" | "DeadlineRecalculated" | "ProgressNotified" | "DecisionDrafted" | "DecisionApproved" | "DecisionSentBack" | "DecisionCorrected" | "NeverOpened" | "NeverAssigned" | "StillOverdue" | "ReplyNeverRead" | "DecisionRecorded" | "ReplyRead" | "Withdrawn" | "Closed" | "DeadlineApproaching" | "DeadlinePassed" | "HoldSet" | "HoldReleased" | "DisposalDue" | "DisposalReviewed" | "RecordTransferred" | "DisposalBegun" | "Disposed" | "DocumentProposed" | "DocumentReviewed" | "DocumentSentBack" | "DocumentRegistered" | "DocumentDispatched" | "DocumentRecalled" | "DocumentAcknowledged" | "DocumentNeverRead" | "DeliveryRecalled" | "RemovalAnnounced" | "DocumentRemoved" | "CommandOvertaken";
                        words: {
                            ko: string;
                            en: string;
                        };
                        /** Format: date-time */
                        at: string;
                        number: string | null;
                        jws: string;
                    };
                };
            };
        };
    };
    verifyFile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
                "application/json": unknown;
                "application/pdf": string;
                "application/zip": string;
            };
        };
        responses: {
            /** @description What is proved, or why not */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckedFile"];
                };
            };
        };
    };
    readMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The signed-in person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        person: string;
                        name: string;
                        /** @enum {string} */
                        language: "ko" | "en";
                        memberships: {
                            office: string;
                            roles: string[];
                            for?: string;
                        }[];
                        organisations: string[];
                        sendsFor: string[];
                        mandates: {
                            /** Format: uuid */
                            id: string;
                            person: string | null;
                            /** @description Of the person */
                            name: string | null;
                            organisation: string | null;
                            form: string | null;
                        }[];
                        grants: string[];
                    };
                };
            };
        };
    };
    uploadFile: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description The file as it was found to be */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
        };
    };
    readUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
        };
    };
    listSubmissions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "draft" | "accepted" | "rejected" | "registered" | "assigned" | "in_process" | "supplement_requested" | "suspended" | "decided" | "closed" | "returned" | "withdrawn" | "expired";
                form?: string;
                handler?: string;
                number?: string;
                /** @description What the party sent that has given it to me */
                authorisation?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of submissions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SubmissionLine"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    submitDocument: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSubmission"];
            };
        };
        responses: {
            /** @description Received and, as preferred, waited for: registered or rejected */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Received; the receipt is the proof */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    readSubmission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The submission */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Submission"];
                };
            };
        };
    };
    followSubmission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events named `changed`, until the token ends */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        /** @enum {string} */
                        event: "changed";
                        id: string;
                        data: string;
                    };
                };
            };
        };
    };
    readContent: {
        parameters: {
            query?: {
                version?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        version: number;
                        letter: {
                            title: string;
                            body: string;
                        } | null;
                        answers?: unknown;
                        attachments: components["schemas"]["File"][];
                        /** @description Who sent what came over the counter; null of what came online */
                        sender: {
                            name: string;
                            email: string | null;
                            address: string | null;
                            organisation: string | null;
                        } | null;
                        salt: string;
                        /** @description SHA-256, base64url */
                        digest: string;
                    };
                };
            };
        };
    };
    downloadAttachment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
        };
    };
    readCommand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                seq: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The command */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    listReceipts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Receipt"][];
                    };
                };
            };
        };
    };
    readReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                evidence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipt, canonical JSON (RFC 8785) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptDocument"];
                };
            };
        };
    };
    printReceipt: {
        parameters: {
            query?: {
                language?: "ko" | "en";
            };
            header?: never;
            path: {
                id: string;
                evidence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
        };
    };
    readDecision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The decision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        outcome: "granted" | "partially_granted" | "refused" | "noted";
                        /** Format: date-time */
                        decidedAt: string;
                        reasons: string | null;
                        remedy: string | null;
                        reply: {
                            title: string;
                            body: string;
                        };
                        salt: string;
                        evidence: string | null;
                        corrections: {
                            /** Format: date-time */
                            at: string;
                            words: string;
                            reply: {
                                title: string;
                                body: string;
                            };
                            evidence: string | null;
                        }[];
                    };
                };
            };
        };
    };
    withdrawDocument: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description By which way it came, where an official takes it in
                     * @enum {string}
                     */
                    channel?: "paper" | "fax" | "in_person";
                };
            };
        };
        responses: {
            /** @description Withdrawn */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    acknowledgeReply: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Recorded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    announceUpload: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @description How long the whole file is */
                    bytes: number;
                };
            };
        };
        responses: {
            /** @description It may come now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartialUpload"];
                };
            };
        };
    };
    readPartialUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far it came */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartialUpload"];
                };
            };
        };
    };
    appendToUpload: {
        parameters: {
            query?: never;
            header: {
                "Upload-Offset": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/partial-upload": string;
            };
        };
        responses: {
            /** @description Taken; with the last byte it is an upload */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartialUpload"];
                };
            };
        };
    };
    listDrafts: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of drafts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            form: {
                                id: string;
                                version: number | null;
                            } | null;
                            organisation: string | null;
                            shared: boolean;
                            /** Format: uuid */
                            authorisation: string | null;
                            version: number;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            changedAt: string;
                            changedBy: {
                                id: string;
                                name: string;
                            };
                            /**
                             * Format: date-time
                             * @description When it is removed unless it is changed before
                             */
                            removeAt: string;
                            formTitle: {
                                ko: string;
                                en: string;
                            } | null;
                            title: string | null;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    saveDraft: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftContent"];
            };
        };
        responses: {
            /** @description The draft */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
        };
    };
    readDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
        };
    };
    readDraftProblems: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The problems */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether it could be sent as it is */
                        ready: boolean;
                        problems: {
                            pointer: string;
                            code: string;
                            detail: string;
                        }[];
                    };
                };
            };
        };
    };
    editDraft: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftContent"];
            };
        };
        responses: {
            /** @description The draft */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
        };
    };
    submitDraft: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Received and, as preferred, waited for: registered or rejected */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    removeDraft: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
        };
    };
    copySubmission: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The draft */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
        };
    };
    readDesk: {
        parameters: {
            query?: {
                office?: string;
                /** @description One or several states, separated by commas */
                state?: string;
                form?: string;
                /** @description A person's id; `me`, what lies with me; or `none`, what waits for a handler. The two leave out what is at its end unless `state` asks for it */
                handler?: string;
                /** @description Due at this instant or later */
                dueFrom?: string;
                /** @description Due at this instant or earlier */
                dueUntil?: string;
                /** @description The clock runs and the due date has passed */
                overdue?: "true";
                /** @description Words that all occur in the names of who sent it, its title or the answers that the form marks, in any part of a word; a single character finds words that begin with it. Or a registration number, with or without the office's code, or a tracking code, in full */
                text?: string;
                /** @description `-` means descending; lines without the instant come last either way */
                sort?: "received" | "-received" | "due" | "-due" | "registered" | "-registered";
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the desk */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Desk"];
                };
            };
        };
    };
    followDesk: {
        parameters: {
            query?: {
                office?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events named `changed`, until the token ends */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        /** @enum {string} */
                        event: "changed";
                        id: string;
                        data: string;
                    };
                };
            };
        };
    };
    listDeskViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description My views */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DeskView"][];
                    };
                };
            };
        };
    };
    saveDeskView: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDeskView"];
            };
        };
        responses: {
            /** @description Kept */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskView"];
                };
            };
        };
    };
    removeDeskView: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
        };
    };
    listDelegations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of delegations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Delegation"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    delegateRoles: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDelegation"];
            };
        };
        responses: {
            /** @description Given */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delegation"];
                };
            };
        };
    };
    revokeDelegation: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delegation"];
                };
            };
        };
    };
    openSubmission: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    assignSubmission: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    handler: string;
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    returnSubmission: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    reason: "wrong_office" | "not_legible" | "incomplete" | "other";
                    words: string;
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    decideSubmission: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decision"];
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    previewDecision: {
        parameters: {
            query?: {
                language?: "ko" | "en";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decision"];
            };
        };
        responses: {
            /** @description The preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
        };
    };
    checkForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormDefinition"];
            };
        };
        responses: {
            /** @description The problems */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether it could be published as it is */
                        ready: boolean;
                        problems: {
                            pointer: string;
                            code: string;
                            detail: string;
                        }[];
                    };
                };
            };
        };
    };
    openForm: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormOpening"];
            };
        };
        responses: {
            /** @description The form */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Form"];
                };
            };
        };
    };
    requestSupplement: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplementRequest"];
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    requestResend: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    files: string[];
                    days: number;
                    words: string;
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    supplementDocument: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Supplement"];
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    extendSupplement: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    words: string;
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    requestProgress: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    suspendSubmission: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    reason: "inquiry" | "consultation" | "litigation" | "force_majeure" | "other";
                    words: string;
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    resumeSubmission: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    words: string;
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    extendDeadline: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description ISO 8601 duration in the unit of the period, at most as long: P5D */
                    period: string;
                    words: string;
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    transferSubmission: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    office: string;
                    words: string;
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    involveUnit: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    office: string;
                    words: string;
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    contributeToSubmission: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    office: string;
                    words: string;
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    approveDecision: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    sendBackDecision: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    words: string;
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    correctDecision: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    words: string;
                    reply: {
                        title: string;
                        body: string;
                    };
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    readNotes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Note"][];
                    };
                };
            };
        };
    };
    writeNote: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    body: string;
                };
            };
        };
        responses: {
            /** @description The note */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
        };
    };
    readTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The timeline */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            seq: number;
                            /** @enum {string} */
                            kind: "submit" | "withdraw" | "acknowledge" | "supplement" | "request_supplement_extension" | "request_progress" | "open" | "assign" | "reassign" | "involve" | "contribute" | "return_to_sender" | "request_supplement" | "request_resend" | "suspend" | "resume" | "extend" | "transfer" | "decide" | "approve" | "send_back" | "correct" | "hold" | "release_hold" | "review_disposal" | "confirm_transfer" | "register" | "reject" | "close" | "recalculate" | "deadline_approaching" | "deadline_passed" | "supplement_missed" | "progress_due" | "never_opened" | "never_assigned" | "still_overdue" | "never_read" | "notice_failed" | "disposal_due" | "begin_disposal" | "dispose";
                            /** Format: date-time */
                            at: string;
                            by: {
                                capacity: string;
                                office: string | null;
                                person?: string;
                            };
                            events: {
                                /** Format: uuid */
                                id: string;
                                /** @enum {string} */
                                event: "SubmissionAcceptance" | "SubmissionRejection" | "ConsignmentAcceptance" | "ConsignmentRejection" | "ContentHandover" | "ContentAccessTracking" | "ContentConsignment" | "ConsignmentNotificationFailure" | "ConsignmentNotification" | "Assigned" | "Reassigned" | "UnitInvolved" | "UnitContributed" | "RelayAcceptance" | "SupplementRequested" | "SupplementReceived" | "SupplementPeriodExtended" | "SupplementMissed" | "Expired" | "ClosedUndeliverable" | "ClockSuspended" | "ClockResumed" | "DeadlineExtended" | "DeadlineRecalculated" | "ProgressNotified" | "DecisionDrafted" | "DecisionApproved" | "DecisionSentBack" | "DecisionCorrected" | "NeverOpened" | "NeverAssigned" | "StillOverdue" | "ReplyNeverRead" | "DecisionRecorded" | "ReplyRead" | "Withdrawn" | "Closed" | "DeadlineApproaching" | "DeadlinePassed" | "HoldSet" | "HoldReleased" | "DisposalDue" | "DisposalReviewed" | "RecordTransferred" | "DisposalBegun" | "Disposed" | "DocumentProposed" | "DocumentReviewed" | "DocumentSentBack" | "DocumentRegistered" | "DocumentDispatched" | "DocumentRecalled" | "DocumentAcknowledged" | "DocumentNeverRead" | "DeliveryRecalled" | "RemovalAnnounced" | "DocumentRemoved" | "CommandOvertaken";
                                facts: {
                                    [key: string]: string | number;
                                } | null;
                            }[];
                            words: {
                                [key: string]: unknown;
                            } | null;
                        }[];
                    };
                };
            };
        };
    };
    readVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            version: number;
                            /** Format: date-time */
                            at: string;
                            /** @description SHA-256, base64url */
                            digest: string;
                            differences: {
                                pointer: string;
                                before?: unknown;
                                after?: unknown;
                            }[];
                            attachments: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                rule: string | null;
                            }[];
                        }[];
                    };
                };
            };
        };
    };
    readCalendar: {
        parameters: {
            query: {
                year: number;
            };
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The calendar */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        office: string;
                        year: number;
                        timeZone: string;
                        days: {
                            date: string;
                            name: {
                                ko: string;
                                en: string;
                            };
                            /** @enum {string} */
                            source: "law" | "declared" | "withdrawn";
                        }[];
                    };
                };
            };
        };
    };
    declareOfficeHoliday: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Holiday"];
            };
        };
        responses: {
            /** @description Recorded; due dates are counted anew */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        date: string;
                        /** @enum {string} */
                        effect: "declared" | "withdrawn";
                        name: {
                            ko: string;
                            en: string;
                        };
                        office: string | null;
                        /** Format: uuid */
                        recalculation: string;
                    };
                };
            };
        };
    };
    declareHoliday: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Holiday"];
            };
        };
        responses: {
            /** @description Recorded; due dates are counted anew */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        date: string;
                        /** @enum {string} */
                        effect: "declared" | "withdrawn";
                        name: {
                            ko: string;
                            en: string;
                        };
                        office: string | null;
                        /** Format: uuid */
                        recalculation: string;
                    };
                };
            };
        };
    };
    listFilings: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "waiting" | "confirmed";
            };
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of filings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Filing"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    confirmFiling: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConfirmation"];
            };
        };
        responses: {
            /** @description The confirmation that holds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Confirmation"];
                };
            };
        };
    };
    takeInDocument: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                Prefer?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Intake"];
            };
        };
        responses: {
            /** @description Taken in and, as preferred, waited for: registered */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenIn"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenIn"];
                };
            };
        };
    };
    readLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The links */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Link"][];
                    };
                };
            };
        };
    };
    linkSubmissions: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    other: string;
                    /** @enum {string} */
                    kind: "duplicate_of" | "related";
                };
            };
        };
        responses: {
            /** @description The link */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The members, by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OfficeMember"][];
                    };
                };
            };
        };
    };
    readLadder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The steps */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficeLadder"];
                };
            };
        };
    };
    setLadder: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLadder"];
            };
        };
        responses: {
            /** @description Recorded */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficeLadder"];
                };
            };
        };
    };
    listReaders: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of readings, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Reader"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    readReaderPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policy */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReaderPolicy"];
                };
            };
        };
    };
    setReaderPolicy: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether parties are told the names of officials who read from now on */
                    namesReaders: boolean;
                };
            };
        };
        responses: {
            /** @description Recorded */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReaderPolicy"];
                };
            };
        };
    };
    readNoticeSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeSettings"];
                };
            };
        };
    };
    setNoticeSettings: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeSettings"];
            };
        };
        responses: {
            /** @description Recorded */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeSettings"];
                };
            };
        };
    };
    listOrganisations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description My organisations and claims */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            number: string;
                            name: {
                                ko: string;
                                en: string;
                            };
                            roles: ("submit" | "read" | "manage")[];
                            representative: string | null;
                        }[];
                        claims: components["schemas"]["OrganisationClaim"][];
                    };
                };
            };
        };
    };
    claimOrganisation: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOrganisationClaim"];
            };
        };
        responses: {
            /** @description The claim as it stands */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganisationClaim"];
                };
            };
        };
    };
    readOrganisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organisation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
        };
    };
    inviteMember: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    /**
                     * @default ko
                     * @enum {string}
                     */
                    language?: "ko" | "en";
                    roles: ("submit" | "read" | "manage")[];
                };
            };
        };
        responses: {
            /** @description Invited; the code goes by mail */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description The organisation, of which I am a member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
        };
    };
    setMembership: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
            };
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Of a program `client:` and the identifier that the identity provider knows it by: it is taken in by this, without an invitation, and never with the role `manage` */
                    person: string;
                    roles: ("submit" | "read" | "manage")[];
                    /**
                     * @default member
                     * @enum {string}
                     */
                    as?: "member" | "representative";
                };
            };
        };
        responses: {
            /** @description The organisation as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
        };
    };
    leaveOrganisation: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
            };
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    person?: string;
                };
            };
        };
        responses: {
            /** @description No member any more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        organisation: string;
                        person: string;
                    };
                };
            };
        };
    };
    listOrganisationClaims: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: "waiting" | "confirmed" | "disputed" | "rejected";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of claims */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OrganisationClaim"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    settleOrganisationClaim: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                claim: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    outcome: "confirmed" | "rejected";
                };
            };
        };
        responses: {
            /** @description Settled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganisationClaim"];
                };
            };
        };
    };
    listBatches: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description Those of an organisation that I act for */
                organisation?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of batches */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Batch"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    submitBatch: {
        parameters: {
            query?: {
                organisation?: string;
            };
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description All lines are kept and are being carried out */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
        };
    };
    readBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
        };
    };
    readBatchResults: {
        parameters: {
            query?: {
                after?: number | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The results as they stand */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["BatchLine"];
                };
            };
        };
    };
    listAuthorisations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of authorisations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Authorisation"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    authorisePerson: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAuthorisation"];
            };
        };
        responses: {
            /** @description Given */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Authorisation"];
                };
            };
        };
    };
    revokeAuthorisation: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Authorisation"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The targets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Webhook"][];
                    };
                };
            };
        };
    };
    registerWebhook: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description Told from now on */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"] & {
                        /** @description Checks the signatures (Standard Webhooks); shown here alone */
                        secret: string;
                    };
                };
            };
        };
    };
    activateWebhook: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Active */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    removeWebhook: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the log */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookDelivery"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    resendWebhookDelivery: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description To be sent again */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
        };
    };
    holdRecord: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    reason: "litigation" | "audit" | "investigation" | "disclosure_request" | "other";
                    words: string;
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    releaseHold: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    hold: string;
                    words: string;
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    reviewDisposal: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisposalReview"];
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    confirmTransfer: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
                Prefer?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Under which the archive keeps it */
                    number: string;
                };
            };
        };
        responses: {
            /** @description Carried out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    listDisposals: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                disposal?: "none" | "due" | "transfer" | "approved" | "begun" | "done";
            };
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of records, the first due first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RecordDue"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    answerSurvey: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description How the matter was dealt with: 5 is best */
                    rating: number;
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The answer */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyAnswer"];
                };
            };
        };
    };
    handleSurveyAnswer: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyAnswer"];
                };
            };
        };
    };
    listSurveyAnswers: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                handled?: "yes" | "no";
            };
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SurveyAnswer"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    listExports: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of exports */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Export"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    exportOwn: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Its documents instead of the person's own */
                    organisation?: string;
                    /**
                     * @description Of the printed receipts
                     * @default ko
                     * @enum {string}
                     */
                    language?: "ko" | "en";
                };
            };
        };
        responses: {
            /** @description Asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
        };
    };
    readExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The export */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
        };
    };
    downloadExport: {
        parameters: {
            query?: {
                /** @description Which of its zips */
                part?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The zip */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
        };
    };
    readStatistics: {
        parameters: {
            query?: {
                by?: "month" | "office" | "form" | "sector" | "outcome";
                /** @description The first month; by default twelve months are counted */
                from?: string;
                /** @description The last month; by default the present one */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The statistics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statistics"];
                };
            };
        };
    };
    readStatisticsTable: {
        parameters: {
            query?: {
                by?: "month" | "office" | "form" | "sector" | "outcome";
                /** @description The first month; by default twelve months are counted */
                from?: string;
                /** @description The last month; by default the present one */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description RFC 4180 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
        };
    };
    listOfficialDocuments: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "draft" | "in_approval" | "registered" | "dispatched";
                /** @description How far its disposal has come */
                disposal?: "none" | "due" | "transfer" | "approved" | "begun" | "done";
            };
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of documents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            office: string;
                            /** @enum {string} */
                            state: "draft" | "in_approval" | "registered" | "dispatched";
                            version: number;
                            /** @enum {string} */
                            language: "ko" | "en";
                            openness: {
                                /** @enum {string} */
                                class: "open" | "partial" | "closed";
                                ground: number | null;
                            };
                            drafter: string;
                            /** Format: date-time */
                            draftedAt: string;
                            number: string | null;
                            /** Format: date-time */
                            registeredAt: string | null;
                            retention: {
                                class: string;
                                years?: number;
                            };
                            /**
                             * Format: date-time
                             * @description When its retention is over
                             */
                            disposeAt: string | null;
                            /** @enum {string} */
                            disposal: "none" | "due" | "transfer" | "approved" | "begun" | "done";
                            holds: string[];
                            /** Format: date-time */
                            contentDestroyedAt: string | null;
                            title: string | null;
                            recipients: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    draftDocument: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentDraft"];
            };
        };
        responses: {
            /** @description The draft */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficialDocument"];
                };
            };
        };
    };
    readDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficialDocument"];
                };
            };
        };
    };
    editDocument: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentDraft"];
            };
        };
        responses: {
            /** @description The draft */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficialDocument"];
                };
            };
        };
    };
    proposeDocument: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentProposal"];
            };
        };
        responses: {
            /** @description The document in its line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficialDocument"];
                };
            };
        };
    };
    agreeToDocument: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficialDocument"];
                };
            };
        };
    };
    sendBackDocument: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    words: string;
                };
            };
        };
        responses: {
            /** @description The draft */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficialDocument"];
                };
            };
        };
    };
    dispatchDocument: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The document, on its way */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficialDocument"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "waiting" | "consigned" | "notified" | "opened" | "acknowledged" | "never_read" | "recalled";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of recipients */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            recipient: {
                                /** @enum {string} */
                                kind: "person" | "organisation" | "office";
                                id: string;
                            };
                            /** @description What the recipient is called */
                            name: {
                                ko: string;
                                en: string;
                            } | null;
                            /** @enum {string} */
                            state: "waiting" | "consigned" | "notified" | "opened" | "acknowledged" | "never_read" | "recalled";
                            /** Format: date-time */
                            consignedAt: string | null;
                            /** Format: date-time */
                            notifiedAt: string | null;
                            /** Format: date-time */
                            openedAt: string | null;
                            /** Format: date-time */
                            acknowledgedAt: string | null;
                            /** Format: date-time */
                            neverReadAt: string | null;
                            /** Format: date-time */
                            recalledAt: string | null;
                            /** Format: date-time */
                            removedAt: string | null;
                            /** @description What it became on the desk of an office */
                            incoming: {
                                /** Format: uuid */
                                submission: string;
                                registrationNumber: string | null;
                                state: string;
                            } | null;
                        }[];
                        /** @description How many recipients are in each state */
                        counts: {
                            [key: string]: number;
                        };
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    recallDocument: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Recall"];
            };
        };
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficialDocument"];
                };
            };
        };
    };
    previewDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
        };
    };
    printDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
        };
    };
    downloadDocumentAttachment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
        };
    };
    listDocumentReceipts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Receipt"][];
                    };
                };
            };
        };
    };
    readDocumentReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                evidence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipt, canonical JSON (RFC 8785) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptDocument"];
                };
            };
        };
    };
    printDocumentReceipt: {
        parameters: {
            query?: {
                language?: "ko" | "en";
            };
            header?: never;
            path: {
                id: string;
                evidence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
        };
    };
    proveDocumentReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                evidence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description gongmun-proof/1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proof"];
                };
            };
            /** @description Not sealed yet: see Retry-After */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "not_sealed";
                    };
                };
            };
        };
    };
    bundleDocumentReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                evidence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description gongmun-receipt-bundle/1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptBundle"];
                };
            };
            /** @description Not sealed yet: see Retry-After */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "not_sealed";
                    };
                };
            };
        };
    };
    packageDocument: {
        parameters: {
            query?: {
                language?: "ko" | "en";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description metadata.json and bundle.zip */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description Not sealed yet: see Retry-After */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "not_sealed";
                    };
                };
            };
        };
    };
    holdDocument: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    reason: "litigation" | "audit" | "investigation" | "disclosure_request" | "other";
                    words: string;
                };
            };
        };
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficialDocument"];
                };
            };
        };
    };
    releaseDocumentHold: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    hold: string;
                    words: string;
                };
            };
        };
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficialDocument"];
                };
            };
        };
    };
    reviewDocumentDisposal: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisposalReview"];
            };
        };
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficialDocument"];
                };
            };
        };
    };
    confirmDocumentTransfer: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Under which the archive keeps it */
                    number: string;
                };
            };
        };
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficialDocument"];
                };
            };
        };
    };
    readMailbox: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                unread?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the mailbox */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            state: "waiting" | "consigned" | "notified" | "opened" | "acknowledged" | "never_read" | "recalled";
                            organisation: string | null;
                            office: string;
                            officeName: {
                                ko: string;
                                en: string;
                            };
                            number: string;
                            /** @description Null when the content was destroyed */
                            title: string | null;
                            /**
                             * Format: date-time
                             * @description When its content was destroyed, its retention being over
                             */
                            destroyedAt: string | null;
                            /** Format: date-time */
                            receivedAt: string;
                            /** Format: date-time */
                            openedAt: string | null;
                            /** Format: date-time */
                            acknowledgedAt: string | null;
                            /**
                             * Format: date-time
                             * @description When it leaves the mailbox
                             */
                            removedOn: string;
                        }[];
                        unread: number;
                        /** @description Counting stops here: a count as high means so many or more */
                        unreadUpTo: number;
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    followMailbox: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events named `changed`, until the token ends */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        /** @enum {string} */
                        event: "changed";
                        id: string;
                        data: string;
                    };
                };
            };
        };
    };
    readMail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mail"];
                };
            };
        };
    };
    openMail: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mail"];
                };
            };
        };
    };
    acknowledgeMail: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mail"];
                };
            };
        };
    };
    replyToMail: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailReply"];
            };
        };
        responses: {
            /** @description Accepted and, as preferred, waited for: registered */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    printMail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
        };
    };
    downloadMailAttachment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
        };
    };
    listMailReceipts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Receipt"][];
                    };
                };
            };
        };
    };
    readMailReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                evidence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipt, canonical JSON (RFC 8785) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptDocument"];
                };
            };
        };
    };
    printMailReceipt: {
        parameters: {
            query?: {
                language?: "ko" | "en";
            };
            header?: never;
            path: {
                id: string;
                evidence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
        };
    };
    proveMailReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                evidence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description gongmun-proof/1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proof"];
                };
            };
            /** @description Not sealed yet: see Retry-After */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "not_sealed";
                    };
                };
            };
        };
    };
    bundleMailReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                evidence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description gongmun-receipt-bundle/1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptBundle"];
                };
            };
            /** @description Not sealed yet: see Retry-After */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "not_sealed";
                    };
                };
            };
        };
    };
    auditSubmissions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "draft" | "accepted" | "rejected" | "registered" | "assigned" | "in_process" | "supplement_requested" | "suspended" | "decided" | "closed" | "returned" | "withdrawn" | "expired";
                form?: string;
                handler?: string;
                /** @description A registration number of any leg, a tracking code, or the submission's id */
                number?: string;
                /** @description A person's id, an organisation's number, or the beginning of a name */
                party?: string;
                /** @description Received then or later */
                from?: string;
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of submissions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SubmissionLine"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    listCommands: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Commands and refusals */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commands: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            submissionId: string;
                            seq: number;
                            /** @enum {string} */
                            kind: "submit" | "withdraw" | "acknowledge" | "supplement" | "request_supplement_extension" | "request_progress" | "open" | "assign" | "reassign" | "involve" | "contribute" | "return_to_sender" | "request_supplement" | "request_resend" | "suspend" | "resume" | "extend" | "transfer" | "decide" | "approve" | "send_back" | "correct" | "hold" | "release_hold" | "review_disposal" | "confirm_transfer" | "register" | "reject" | "close" | "recalculate" | "deadline_approaching" | "deadline_passed" | "supplement_missed" | "progress_due" | "never_opened" | "never_assigned" | "still_overdue" | "never_read" | "notice_failed" | "disposal_due" | "begin_disposal" | "dispose";
                            actor: string;
                            capacity: string;
                            office: string | null;
                            onBehalfOf: string | null;
                            facts: {
                                [key: string]: string | number | null;
                            };
                            /** @enum {string} */
                            status: "accepted" | "applied" | "overtaken";
                            /** Format: date-time */
                            acceptedAt: string;
                            /** Format: date-time */
                            appliedAt: string | null;
                            result: {
                                step: string;
                                seq: number;
                                /** Format: uuid */
                                evidenceId: string;
                                /** @description SHA-256, base64url */
                                digest: string;
                            } | null;
                        }[];
                        refusals: {
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            at: string;
                            /** Format: uuid */
                            submissionId: string | null;
                            kind: string;
                            actor: string;
                            onBehalfOf: string | null;
                            code: string;
                            state: string | null;
                            requestId: string;
                        }[];
                    };
                };
            };
        };
    };
    listAccesses: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the access log, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            at: string;
                            actor: string;
                            onBehalfOf: string | null;
                            capacity: string;
                            office: string | null;
                            action: string;
                            /** Format: uuid */
                            submissionId: string | null;
                            requestId: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    readTrail: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the time line, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TrailEntry"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    listNotices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            /** @enum {string} */
                            status: "written" | "started" | "deferred" | "sent" | "refused" | "unaddressed" | "unwanted";
                            attempts: number;
                            /** Format: date-time */
                            writtenAt: string;
                            /** Format: date-time */
                            settledAt: string | null;
                            response: string | null;
                        }[];
                    };
                };
            };
        };
    };
    readProcedure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both, and where they differ */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        workflow: {
                            step: string;
                            /** @enum {string|null} */
                            state: "draft" | "accepted" | "rejected" | "registered" | "assigned" | "in_process" | "supplement_requested" | "suspended" | "decided" | "closed" | "returned" | "withdrawn" | "expired" | null;
                            lastAppliedSeq: number;
                            waitsFor: string | null;
                            /** Format: date-time */
                            nextTimer: string | null;
                            build: string;
                        } | null;
                        rows: {
                            /** @enum {string} */
                            state: "draft" | "accepted" | "rejected" | "registered" | "assigned" | "in_process" | "supplement_requested" | "suspended" | "decided" | "closed" | "returned" | "withdrawn" | "expired";
                            lastAppliedSeq: number;
                            lastSeq: number;
                        };
                        differences: string[];
                    };
                };
            };
        };
    };
    readHistory: {
        parameters: {
            query?: {
                form?: "readable" | "raw";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The history */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
        };
    };
    checkHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both compared */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryCheck"];
                };
            };
        };
    };
    listAuditRuns: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "check" | "replay";
                            /** Format: uuid */
                            submissionId: string | null;
                            /** Format: date-time */
                            startedAt: string;
                            /** Format: date-time */
                            finishedAt: string;
                            /** @enum {string} */
                            outcome: "sound" | "faulty" | "unknown";
                            faults: number;
                            parts: {
                                name: string;
                                looked: number;
                                faults: number;
                            }[];
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    readAuditRun: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run and a page of its findings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRun"];
                };
            };
        };
    };
    listRegisters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The registers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            office: string;
                            year: number;
                            lastSeq: number;
                            entries: number;
                            missing: number;
                            misnamed: number;
                        }[];
                    };
                };
            };
        };
    };
    readRegister: {
        parameters: {
            query?: {
                limit?: number;
                after?: number | null;
            };
            header?: never;
            path: {
                office: string;
                year: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The register */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: components["schemas"]["RegisterEntry"][];
                        gaps: number[];
                        lastSeq: number;
                    };
                };
            };
        };
    };
    readLatestCheckpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The note */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    listCheckpoints: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of checkpoints */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Checkpoint"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    readCheckpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                size: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The checkpoint */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checkpoint"];
                };
            };
        };
    };
    keepCosignature: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                size: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description One signature line of C2SP tlog-cosignature, with its line feed */
                    cosignature: string;
                };
            };
        };
        responses: {
            /** @description Kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        size: number;
                        witness: string;
                        /** Format: date-time */
                        cosignedAt: string;
                    };
                };
            };
        };
    };
    listLeaves: {
        parameters: {
            query?: {
                start?: number | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Leaves from `start` on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Leaves that the newest checkpoint counts */
                        size: number;
                        items: {
                            index: number;
                            leaf: string;
                        }[];
                    };
                };
            };
        };
    };
    proveInclusion: {
        parameters: {
            query: {
                leaf: string;
                size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The path to the root */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        leaf: string;
                        index: number;
                        size: number;
                        /** @description RFC 9162 §2.1.3 */
                        path: string[];
                    };
                };
            };
        };
    };
    proveConsistency: {
        parameters: {
            query?: {
                from?: number | null;
                to?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proof */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        from: number;
                        to: number;
                        /** @description RFC 9162 §2.1.4 */
                        proof: string[];
                    };
                };
            };
        };
    };
    readProof: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                evidence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description gongmun-proof/1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proof"];
                };
            };
            /** @description Not sealed yet: see Retry-After */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "not_sealed";
                    };
                };
            };
        };
    };
    readReceiptBundle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                evidence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description gongmun-receipt-bundle/1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptBundle"];
                };
            };
            /** @description Not sealed yet: see Retry-After */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "not_sealed";
                    };
                };
            };
        };
    };
    bundleSubmission: {
        parameters: {
            query?: {
                language?: "ko" | "en";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description gongmun-bundle/1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description Not sealed yet: see Retry-After */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "not_sealed";
                    };
                };
            };
        };
    };
    packageRecord: {
        parameters: {
            query?: {
                language?: "ko" | "en";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description metadata.json and bundle.zip */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description Not sealed yet: see Retry-After */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "not_sealed";
                    };
                };
            };
        };
    };
    readHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state of the system */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    listFailedMails: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["FailedMail"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    resendMail: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                mail: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description To be sent again */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        status: string;
                    };
                };
            };
        };
    };
    listFailedDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["FailedDelivery"][];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    resendFailedDelivery: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                delivery: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description To be sent again */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        status: string;
                    };
                };
            };
        };
    };
}
