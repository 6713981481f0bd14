# What an administrator of Redmine sets up for Certdesk: the REST interface, a project, a user of a role with few rights, its key.
require 'securerandom'
Setting.rest_api_enabled = '1'
Setting.default_language = 'ru'
Redmine::DefaultData::Loader.load('ru') if Role.givable.empty?
Setting.notified_events = []

tracker = Tracker.first
project = Project.create!(name: 'Intake', identifier: 'intake', is_public: false, trackers: Tracker.all.to_a, enabled_module_names: ['issue_tracking'])
role = Role.create!(name: 'Certdesk', permissions: %i[view_issues add_issues edit_issues add_issue_notes view_private_notes], issues_visibility: 'all')
# New tickets stand in the first status; whoever may change a ticket may also reject it (only used by the tests).
rejected = IssueStatus.where(is_closed: true).last
[IssueStatus.where(is_closed: true).first, rejected].each do |status|
  WorkflowTransition.create!(role_id: role.id, tracker_id: tracker.id, old_status_id: tracker.default_status_id, new_status_id: status.id)
end
user = User.new(firstname: 'Certdesk', lastname: 'Robot', mail: 'certdesk-robot@peer.invalid')
user.login = 'certdesk'
user.password = user.password_confirmation = SecureRandom.hex(12)
user.save!
Member.create!(project: project, principal: user, roles: [role])
admin = User.find_by(login: 'admin')
admin.update!(must_change_passwd: false)
File.write(ENV.fetch('PEER_KEY_FILE'), user.api_key)
File.write("#{ENV.fetch('PEER_KEY_FILE')}.admin", admin.api_key)
