/* SPDX-License-Identifier: GPL-3.0-or-later */
/* add-account.c: a page for each kind of state of the set-up. What was typed stays in its fields
 * whatever happens. */

#include "preferences/add-account.h"

#include "imap/imap-auth.h"
#include "preferences/group-title.h"
#include "preferences/hint-row.h"
#include "preferences/online-offers.h"
#include "preferences/refused-certificate.h"
#include "setup/account-set-up.h"
#include "setup/set-up-server.h"

#include <glib/gi18n-lib.h>

struct _BellAddAccount {
  AdwWindow parent_instance;

  BellAccountList  *accounts;   /* (owned) */
  BellAccountSetUp *set_up;     /* (owned) */
  const char      **mechanisms; /* (owned), its texts are not */
  char             *uri;        /* (owned) (nullable) of the sign-in in the browser */
  GtkWidget        *last_row;   /* (unowned) the field that had the focus last; it is a child */

  GtkButton *cancel_button;
  GtkLabel  *cancel_label;
  GtkButton *primary_button;
  GtkLabel  *primary_label;
  GtkStack  *pages;

  BellOnlineOffers *offers;
  GtkWidget        *problem_group;
  BellHintRow      *problem;
  GtkWidget        *name_row;
  BellHintRow      *name_problem;
  GtkWidget        *address_row;
  BellHintRow      *address_problem;
  GtkWidget        *password_row;
  BellHintRow      *password_problem;
  GtkLabel         *advice;
  GtkButton        *browser_button;
  GtkLabel         *browser_label;
  AdwExpanderRow   *server_row;
  GtkWidget        *host_row;
  BellHintRow      *host_problem;
  GtkWidget        *port_row;
  BellHintRow      *port_problem;
  AdwComboRow      *security_row;
  GtkWidget        *user_row;
  BellHintRow      *user_problem;
  AdwComboRow      *mechanism_row;

  GtkSpinner *spinner;
  GtkLabel   *progress;
  GtkButton  *again_button;

  AdwStatusPage *host_page;

  AdwStatusPage          *certificate_page;
  BellRefusedCertificate *refused_certificate;

  AdwStatusPage  *done_page;
  AdwExpanderRow *abilities_row;
};

G_DEFINE_FINAL_TYPE (BellAddAccount, bell_add_account, ADW_TYPE_WINDOW)

static guint added_signal;

/* What is typed. */

/* (nullable): what is above all fields. */
static GtkWidget *
get_row (BellAddAccount *self, BellSetUpField field)
{
  GtkWidget *const rows[BELL_SET_UP_N_FIELDS] = {
    NULL,           self->name_row, self->address_row, self->password_row,
    self->host_row, self->port_row, self->user_row,
  };

  return rows[field];
}

static BellHintRow *
get_problem (BellAddAccount *self, BellSetUpField field)
{
  BellHintRow *const problems[BELL_SET_UP_N_FIELDS] = {
    self->problem,      self->name_problem, self->address_problem, self->password_problem,
    self->host_problem, self->port_problem, self->user_problem,
  };

  return problems[field];
}

/* Its texts belong to the rows. */
static void
read_input (BellAddAccount *self, BellSetUpInput *input)
{
  guint security = adw_combo_row_get_selected (self->security_row);
  guint mechanism = adw_combo_row_get_selected (self->mechanism_row);

  *input = (BellSetUpInput){ 0 };
  for (BellSetUpField field = BELL_SET_UP_FIELD_NAME; field < BELL_SET_UP_N_FIELDS; field++)
    input->fields[field] = gtk_editable_get_text (GTK_EDITABLE (get_row (self, field)));
  /* The first entry of both is "Automatic". */
  input->security_chosen = security > 0;
  if (security > 0)
    input->security = (BellSecurity) (security - 1);
  if (mechanism > 0)
    input->mechanism = self->mechanisms[mechanism - 1];
}

static void
on_typed (BellAddAccount *self, GtkWidget *row)
{
  for (BellSetUpField field = BELL_SET_UP_FIELD_NAME; field < BELL_SET_UP_N_FIELDS; field++)
    if (get_row (self, field) == row)
      bell_hint_row_set_error (get_problem (self, field), NULL);
}

static void
offer_browser (BellAddAccount *self, const char *provider)
{
  g_autofree char *label = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->browser_button), provider != NULL);
  if (provider == NULL)
    return;
  /* Translators: the name of a provider, such as Google. */
  label = g_strdup_printf (_ ("_Sign In at %s in the Browser"), provider);
  gtk_label_set_label (self->browser_label, label);
}

static void
on_address_typed (BellAddAccount *self)
{
  g_autofree char *address =
    g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address_row))));
  g_autofree char *browser = NULL;
  const char      *advice;

  bell_set_up_server_foresee (address, &advice, &browser);
  gtk_label_set_text (self->advice, advice != NULL ? advice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->advice), advice != NULL);
  offer_browser (self, browser);
}

/* What is shown. */

/* The other pages are made invisible as well: to GTK 4.8's screen readers a stack shows all. */
static void
show_page (BellAddAccount *self, const char *name)
{
  GtkWidget *shown = gtk_stack_get_child_by_name (self->pages, name);
  GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->pages));

  gtk_widget_set_visible (shown, TRUE);
  gtk_stack_set_visible_child (self->pages, shown);
  for (; page != NULL; page = gtk_widget_get_next_sibling (page))
    gtk_widget_set_visible (page, page == shown);
}

/* Where Return tries again, and not on the button that has been "Back" and closes the dialog now. What is
 * wrong stands above the first field, which is not to be scrolled away from it. */
static void
focus_form (BellAddAccount *self, gboolean failed)
{
  GtkWidget *form = gtk_stack_get_child_by_name (self->pages, "form");
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && gtk_widget_is_ancestor (focus, form))
    return;
  if (failed || !gtk_widget_get_mapped (self->last_row))
    self->last_row = self->address_row;
  gtk_widget_grab_focus (self->last_row);
}

static void
show_problem (BellAddAccount *self, BellSetUpField wrong, const char *text)
{
  GtkWidget *row = get_row (self, wrong);

  for (BellSetUpField field = BELL_SET_UP_FIELD_NONE; field < BELL_SET_UP_N_FIELDS; field++)
    bell_hint_row_set_error (get_problem (self, field), field == wrong ? text : NULL);
  gtk_widget_set_visible (self->problem_group, wrong == BELL_SET_UP_FIELD_NONE && text != NULL);
  if (wrong >= BELL_SET_UP_FIELD_HOST)
    adw_expander_row_set_expanded (self->server_row, TRUE);
  if (row != NULL)
    gtk_widget_grab_focus (row);
  else
    focus_form (self, text != NULL);
}

static void
show_server (BellAddAccount *self)
{
  const BellServerFound *server = bell_account_set_up_get_server (self->set_up);
  g_autofree char       *text = NULL;

  if (server == NULL)
    return;
  /* Translators: the name of a server, and a number. */
  text = g_strdup_printf (_ ("%s, port %u"), server->host, server->port);
  adw_expander_row_set_subtitle (self->server_row, text);
}

static void
show_form (BellAddAccount *self)
{
  const char *provider = bell_account_set_up_get_browser_provider (self->set_up);

  show_page (self, "form");
  show_server (self);
  if (provider != NULL)
    offer_browser (self, provider);
  show_problem (self, bell_account_set_up_get_field (self->set_up),
                bell_account_set_up_get_text (self->set_up));
}

static void
show_progress (BellAddAccount *self)
{
  gboolean browsing = bell_account_set_up_get_state (self->set_up) == BELL_SET_UP_BROWSING;
  gboolean begun = g_str_equal (gtk_stack_get_visible_child_name (self->pages), "progress");

  gtk_label_set_text (self->progress, bell_account_set_up_get_text (self->set_up));
  gtk_widget_set_visible (GTK_WIDGET (self->again_button), browsing && self->uri != NULL);
  show_page (self, "progress");
  if (!begun)
    gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
}

/* A status page takes markup, and what a server or DNS says is text. TEXT (transfer full) */
static void
describe (AdwStatusPage *page, char *text)
{
  g_autofree char *owned = text;
  g_autofree char *markup = g_markup_escape_text (owned, -1);

  adw_status_page_set_description (page, markup);
}

/* (transfer full) */
static char *
describe_host (const BellServerFound *server, const char *address)
{
  if (server->vouched)
    /* Translators: a sentence that tells who named the server; a mail address. */
    return g_strdup_printf (_ ("%s It does not belong to the domain of %s. Go on if you know "
                               "that your mail is there; your password goes to this server."),
                            server->how, address);
  if (server->other_domain)
    /* Translators: a sentence that tells who named the server; a mail address. */
    return g_strdup_printf (_ ("%s Nobody else confirms that, and it does not belong to the "
                               "domain of %s. Go on only if you are sure that your mail is "
                               "there; your password goes to this server."),
                            server->how, address);
  /* Translators: a sentence that tells who named the server. */
  return g_strdup_printf (
    _ ("%s Nobody else confirms that, and such an answer can be forged. Go on "
       "only if you are sure that your mail is there; your password goes to "
       "this server."),
    server->how);
}

static void
show_host (BellAddAccount *self)
{
  const BellServerFound *server = bell_account_set_up_get_server (self->set_up);
  g_autofree char       *title = g_markup_escape_text (server->host, -1);
  const char            *address = gtk_editable_get_text (GTK_EDITABLE (self->address_row));

  adw_status_page_set_title (self->host_page, title);
  describe (self->host_page, describe_host (server, address));
  show_page (self, "host");
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
}

static void
show_certificate (BellAddAccount *self)
{
  const BellCertificateFacts *certificate = bell_account_set_up_get_certificate (self->set_up);
  const BellServerFound      *server = bell_account_set_up_get_server (self->set_up);

  describe (self->certificate_page, bell_refused_certificate_warn (certificate, server->host));
  bell_refused_certificate_set_facts (self->refused_certificate, certificate);
  show_page (self, "certificate");
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
}

static void
add_ability (BellAddAccount *self, const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_expander_row_add_row (self->abilities_row, row);
}

static void
show_done (BellAddAccount *self)
{
  const BellConnectionReport *report = bell_account_set_up_get_report (self->set_up);
  g_autoptr (GPtrArray) sentences = bell_connection_report_explain (report);

  describe (self->done_page, g_strdup (bell_account_set_up_get_text (self->set_up)));
  for (guint i = 0; i < sentences->len; i++) {
    const BellCapabilitySentence *sentence = g_ptr_array_index (sentences, i);

    add_ability (self, sentence->text);
  }
  show_page (self, "done");
  gtk_widget_grab_focus (GTK_WIDGET (self->primary_button));
  g_signal_emit (self, added_signal, 0, bell_account_set_up_get_account (self->set_up));
}

/* CANCEL, PRIMARY (nullable): there is no such button. */
static void
show_buttons (BellAddAccount *self, const char *cancel, const char *primary)
{
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), cancel != NULL);
  if (cancel != NULL)
    gtk_label_set_label (self->cancel_label, cancel);
  gtk_widget_set_visible (GTK_WIDGET (self->primary_button), primary != NULL);
  if (primary != NULL)
    gtk_label_set_label (self->primary_label, primary);
}

static void
on_changed (BellAddAccount *self)
{
  BellSetUpState state = bell_account_set_up_get_state (self->set_up);
  gboolean       busy = FALSE;

  switch (state) {
  case BELL_SET_UP_ASKING:
    show_buttons (self, _ ("_Cancel"), _ ("_Add"));
    show_form (self);
    break;
  case BELL_SET_UP_CONFIRMING:
    show_buttons (self, _ ("_Back"), _ ("_Go On"));
    show_host (self);
    break;
  case BELL_SET_UP_TRUSTING:
    show_buttons (self, _ ("_Back"), NULL);
    show_certificate (self);
    break;
  case BELL_SET_UP_DONE:
    show_buttons (self, NULL, _ ("_Done"));
    show_done (self);
    break;
  case BELL_SET_UP_LOOKING:
  case BELL_SET_UP_CHECKING:
  case BELL_SET_UP_BROWSING:
  case BELL_SET_UP_STORING:
  default:
    busy = TRUE;
    show_buttons (self, _ ("_Cancel"), NULL);
    show_progress (self);
    break;
  }
  gtk_spinner_set_spinning (self->spinner, busy);
}

/* What is clicked. */

static void
open_page (BellAddAccount *self)
{
  gtk_show_uri (GTK_WINDOW (self), self->uri, GDK_CURRENT_TIME);
}

static void
on_open_uri (BellAddAccount *self, const char *uri)
{
  g_free (self->uri);
  self->uri = g_strdup (uri);
  show_progress (self);
  open_page (self);
}

static void
on_browser_clicked (BellAddAccount *self)
{
  BellSetUpInput input;

  g_clear_pointer (&self->uri, g_free);
  read_input (self, &input);
  bell_account_set_up_browse (self->set_up, &input);
}

static void
on_trusted (BellAddAccount *self)
{
  bell_account_set_up_go_on (self->set_up);
}

static void
on_primary_clicked (BellAddAccount *self)
{
  BellSetUpState state = bell_account_set_up_get_state (self->set_up);
  BellSetUpInput input;

  if (state == BELL_SET_UP_DONE)
    gtk_window_close (GTK_WINDOW (self));
  else if (state == BELL_SET_UP_CONFIRMING)
    bell_account_set_up_go_on (self->set_up);
  else if (state == BELL_SET_UP_ASKING) {
    g_clear_pointer (&self->uri, g_free);
    read_input (self, &input);
    bell_account_set_up_start (self->set_up, &input);
  }
}

static void
on_cancel_clicked (BellAddAccount *self)
{
  BellSetUpState state = bell_account_set_up_get_state (self->set_up);

  if (state == BELL_SET_UP_ASKING || state == BELL_SET_UP_DONE)
    gtk_window_close (GTK_WINDOW (self));
  else
    bell_account_set_up_cancel (self->set_up);
}

static gboolean
on_escape (GtkWidget *widget, G_GNUC_UNUSED GVariant *arguments, G_GNUC_UNUSED gpointer user_data)
{
  on_cancel_clicked (BELL_ADD_ACCOUNT (widget));
  return GDK_EVENT_STOP;
}

static void
on_online_account_chosen (BellAddAccount *self, const BellOnlineAccount *online)
{
  bell_add_account_adopt (self, online);
}

static void
on_focus_changed (BellAddAccount *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  for (BellSetUpField field = BELL_SET_UP_FIELD_NAME; field < BELL_SET_UP_N_FIELDS; field++)
    if (focus != NULL && gtk_widget_is_ancestor (focus, get_row (self, field)))
      self->last_row = get_row (self, field);
}

static void
bell_add_account_dispose (GObject *object)
{
  BellAddAccount *self = BELL_ADD_ACCOUNT (object);

  g_signal_handlers_disconnect_by_data (self, self);
  if (self->set_up != NULL) {
    g_signal_handlers_disconnect_by_data (self->set_up, self);
    bell_account_set_up_cancel (self->set_up);
  }
  g_clear_object (&self->set_up);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (bell_add_account_parent_class)->dispose (object);
}

static void
bell_add_account_finalize (GObject *object)
{
  BellAddAccount *self = BELL_ADD_ACCOUNT (object);

  g_free (self->mechanisms);
  g_free (self->uri);
  G_OBJECT_CLASS (bell_add_account_parent_class)->finalize (object);
}

static void
bind_form (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, BellAddAccount, offers);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, problem_group);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, problem);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, name_row);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, name_problem);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, address_row);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, address_problem);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, password_row);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, password_problem);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, advice);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, browser_button);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, browser_label);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, server_row);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, host_row);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, host_problem);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, port_row);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, port_problem);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, security_row);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, user_row);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, user_problem);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, mechanism_row);
}

static void
bind_pages (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, BellAddAccount, cancel_button);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, cancel_label);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, primary_button);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, primary_label);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, pages);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, spinner);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, progress);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, again_button);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, host_page);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, certificate_page);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, refused_certificate);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, done_page);
  gtk_widget_class_bind_template_child (klass, BellAddAccount, abilities_row);
}

static void
bell_add_account_class_init (BellAddAccountClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_add_account_dispose;
  G_OBJECT_CLASS (klass)->finalize = bell_add_account_finalize;
  g_type_ensure (BELL_TYPE_ONLINE_OFFERS);
  g_type_ensure (BELL_TYPE_REFUSED_CERTIFICATE);
  g_type_ensure (BELL_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/add-account.ui");
  bind_form (widget_class);
  bind_pages (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_address_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_browser_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_primary_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_trusted);
  gtk_widget_class_bind_template_callback (widget_class, open_page);
  gtk_widget_class_bind_template_callback (widget_class, on_online_account_chosen);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
  added_signal = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, BELL_TYPE_ACCOUNT);
}

static void
fill_mechanisms (BellAddAccount *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->mechanisms = bell_imap_auth_list_names ();
  gtk_string_list_append (names, _ ("Automatic"));
  for (const char **name = self->mechanisms; *name != NULL; name++)
    gtk_string_list_append (names, *name);
  adw_combo_row_set_model (self->mechanism_row, G_LIST_MODEL (names));
}

static void
bell_add_account_init (BellAddAccount *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bell_group_title_wrap (GTK_WIDGET (self));
  fill_mechanisms (self);
  for (BellSetUpField field = BELL_SET_UP_FIELD_NAME; field < BELL_SET_UP_N_FIELDS; field++)
    bell_hint_row_set_field (get_problem (self, field), get_row (self, field));
  show_page (self, "form");
  self->last_row = self->address_row;
  g_signal_connect_swapped (self, "notify::focus-widget", G_CALLBACK (on_focus_changed), self);
  gtk_widget_grab_focus (self->address_row);
}

BellAddAccount *
bell_add_account_new (BellAccountList *accounts)
{
  BellAddAccount *self = g_object_new (BELL_TYPE_ADD_ACCOUNT, NULL);

  self->accounts = g_object_ref (accounts);
  self->set_up = bell_account_set_up_new (accounts);
  g_signal_connect_object (self->set_up, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->set_up, "open-uri", G_CALLBACK (on_open_uri), self,
                           G_CONNECT_SWAPPED);
  bell_online_offers_set_accounts (self->offers, accounts);
  return self;
}

void
bell_add_account_adopt (BellAddAccount *self, const BellOnlineAccount *online)
{
  gtk_editable_set_text (GTK_EDITABLE (self->address_row), online->address);
  bell_account_set_up_adopt (self->set_up, online);
}
