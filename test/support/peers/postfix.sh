#!/usr/bin/env bash
# A Postfix of its own on loopback that keeps mail in Maildirs; nothing leaves the machine. Needs root and Debian's postfix.
#   postfix.sh start FOLDER PORT SIZE_LIMIT BOUNCING_DOMAIN ADDRESS…    FOLDER/mail holds the mailboxes, FOLDER/postfix.log its words
#   postfix.sh stop FOLDER
# Addresses without a mailbox are refused (550 5.1.1); mail for BOUNCING_DOMAIN is taken first and given back later.
set -euo pipefail
action=$1 folder=$2
config=$folder/postfix
if [ "$action" = stop ]; then exec /usr/sbin/postfix -c "$config" stop; fi
port=$3 size=$4 bouncing=$5
shift 5
mkdir "$config"
install -d "$folder/spool"
install -d -o postfix "$folder/postfix-data"
install -d -o mail -g mail "$folder/mail"
mailboxes='' domains=''
for address in "$@"; do
  mailboxes+="{$address = $address/} "
  domains+="${address#*@} "
done
cat >"$config/main.cf" <<MAIN
compatibility_level = 3.6
queue_directory = $folder/spool
data_directory = $folder/postfix-data
maillog_file = $folder/postfix.log
maillog_file_prefixes = /
myhostname = mx.certdesk.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
default_transport = error:5.4.0 nothing leaves this machine
relay_domains = $bouncing
transport_maps = inline:{ {$bouncing = error:5.1.1 the mailbox is gone} }
relay_recipient_maps =
virtual_mailbox_domains = $domains
virtual_mailbox_maps = inline:{ $mailboxes }
virtual_mailbox_base = $folder/mail
virtual_minimum_uid = $(id -u mail)
virtual_uid_maps = static:$(id -u mail)
virtual_gid_maps = static:$(id -g mail)
smtpd_relay_restrictions = reject_unauth_destination
recipient_delimiter = +
message_size_limit = $size
virtual_mailbox_limit = 0
smtpd_client_connection_count_limit = 0
MAIN
# As in Debian's own master.cf: service, type, private, unprivileged, chroot, wake-up, most processes, command.
cat >"$config/master.cf" <<MASTER
127.0.0.1:$port inet n - n - - smtpd
qmgr unix n - n 5 1 qmgr
cleanup unix n - n - 0 cleanup
postlog unix-dgram n - n - 1 postlogd
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
MASTER
exec /usr/sbin/postfix -c "$config" start
