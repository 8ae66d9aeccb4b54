/** What `mailadvise` alone prints: three ways in, not the whole manual. */
export const welcome = `mailadvise recommends POP or IMAP for a mailbox, and proves it on the real server.

Three ways in:

  mailadvise recommend                  a few questions, then a recommendation with reasons
  mailadvise probe mail.example.com     what a mail server offers, explained
  mailadvise compare                    POP and IMAP side by side

No mail server at hand? "demo" is one:  mailadvise probe demo
Everything else:                        mailadvise --help
`
