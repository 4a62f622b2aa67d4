/**
 * The original's other permissions (`authorization/server/constant/permissions.ts`, as of 2026). They are
 * stored and returned, without effect.
 */
const names = `
  access-federation access-mailer access-marketplace access-setting-permissions add-all-to-room
  add-livechat-department-agents add-oauth-service add-team-member add-user-to-any-c-room
  add-user-to-any-p-room add-user-to-joined-room allow-external-voice-calls allow-internal-voice-calls
  api-bypass-rate-limit archive-room assign-admin-role ban-user bulk-register-user
  bypass-time-limit-edit-and-delete call-management change-livechat-room-visitor clean-channel-history
  clear-oembed-cache close-livechat-room close-others-livechat-room convert-team create-c create-d
  create-invite-links create-livechat-contact create-p create-team create-team-channel create-team-group
  delete-c delete-d delete-livechat-contact delete-message delete-own-message delete-p delete-team
  delete-team-channel delete-team-group edit-livechat-room-customfields edit-message
  edit-omnichannel-contact edit-other-user-avatar edit-other-user-e2ee edit-other-user-totp
  edit-privileged-setting edit-room edit-room-avatar edit-room-retention-policy edit-team edit-team-channel
  edit-team-member export-messages-as-pdf force-delete-message get-server-info join-without-join-code
  kick-user-from-any-c-room kick-user-from-any-p-room leave-c leave-p mail-messages manage-apps
  manage-assets manage-cloud manage-email-inbox manage-emoji manage-incoming-integrations
  manage-livechat-agents manage-livechat-departments manage-livechat-managers manage-oauth-apps
  manage-outgoing-integrations manage-own-incoming-integrations manage-own-outgoing-integrations
  manage-selected-settings manage-sounds manage-user-status mark-message-as-important mention-all
  mention-here message-impersonate mobile-upload-file move-room-to-team mute-user on-hold-livechat-room
  on-hold-others-livechat-room pin-message post-readonly preview-c-room register-on-cloud
  remove-closed-livechat-room remove-closed-livechat-rooms remove-livechat-department
  remove-slackbridge-links remove-team-channel remove-user restart-server run-import run-migration
  save-others-livechat-room-info send-mail send-many-messages send-omnichannel-chat-transcript
  set-important-message-marker set-leader set-moderator set-owner set-react-when-readonly set-readonly
  start-discussion start-discussion-other-user sync-auth-services-users test-admin-options
  test-push-notifications toggle-room-e2e-encryption transfer-livechat-guest unarchive-room
  update-livechat-contact videoconf-ring-users view-all-team-channels view-all-teams
  view-broadcast-member-list view-c-room view-device-management view-engagement-dashboard
  view-federation-data view-import-operations view-join-code view-joined-room view-l-room
  view-livechat-analytics view-livechat-appearance view-livechat-business-hours view-livechat-contact
  view-livechat-contact-history view-livechat-customfields view-livechat-departments
  view-livechat-installation view-livechat-manager view-livechat-queue view-livechat-real-time-monitoring
  view-livechat-room-closed-by-another-agent view-livechat-room-closed-same-department
  view-livechat-room-customfields view-livechat-rooms view-livechat-triggers view-livechat-webhooks
  view-logs view-moderation-console view-omnichannel-contact-center view-other-user-channels
  view-outside-room view-p-room view-privileged-setting view-room-administration view-user-administration`;

export const inertPermissions: ReadonlySet<string> = new Set(names.trim().split(/\s+/));

/**
 * Roles of the original that `permissions.update` creates, without native permissions, when it first names
 * them.
 */
export const vendorRoles: ReadonlySet<string> = new Set([
  ...['moderator', 'leader', 'owner', 'bot', 'app', 'guest', 'anonymous', 'federated-external'],
  ...['livechat-agent', 'livechat-manager', 'livechat-monitor', 'important-message-marker'],
]);
