# What an administrator of RT sets up for Certdesk: a queue, a field for the case number, a user with few rights, a token.
use strict; use warnings; use utf8;
use lib '/usr/share/request-tracker5/lib';
use RT; RT::LoadConfig(); RT::Init();
my $system = RT->SystemUser;
sub must { my ($what, $ok, $message) = @_; die "$what: " . ($message // 'failed') . "\n" unless $ok; }

my $queue = RT::Queue->new($system);
must('queue', $queue->Create(Name => 'Intake', Description => 'Tickets that come over the API', CorrespondAddress => 'intake@peer.invalid'));

my $field = RT::CustomField->new($system);
must('field', $field->Create(Name => 'ExternalId', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket'));
must('field on the queue', $field->AddToObject($queue));

my $user = RT::User->new($system);
must('user', $user->Create(Name => 'certdesk', EmailAddress => 'certdesk-robot@peer.invalid', RealName => 'Certdesk', Password => 'certdesk-password', Privileged => 1));
for my $right (qw(SeeQueue CreateTicket ShowTicket ShowTicketComments CommentOnTicket ReplyToTicket ModifyTicket SeeCustomField ModifyCustomField SetInitialCustomField)) {
  must("right $right", $user->PrincipalObj->GrantRight(Right => $right, Object => $queue));
}
must('right ManageAuthTokens', $user->PrincipalObj->GrantRight(Right => 'ManageAuthTokens', Object => RT->System));

require RT::AuthToken;
my $token = RT::AuthToken->new($system);
my ($ok, $message, $secret) = $token->Create(Owner => $user->Id, Description => 'Certdesk');
must('token', $ok, $message);
umask 077; open my $file, '>', $ENV{PEER_TOKEN_FILE} or die "$ENV{PEER_TOKEN_FILE}: $!"; print $file $secret; close $file;
