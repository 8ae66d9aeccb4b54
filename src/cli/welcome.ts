/** What `mailadvise` alone prints: three ways in, not the whole manual. */
export const welcome = `mailadvise recommends POP or IMAP for a mailbox, and proves it on the real server.

Three ways in:

  mailadvise recommend                  a few questions, then a recommendation with reasons;
                                        with a server behind it, confirmed on that server
  mailadvise diagnose mail.example.com  what is wrong with a mail server, and the fix
  mailadvise compare                    POP and IMAP side by side

No mail server at hand? "demo" is one:  mailadvise diagnose demo
Everything else:                        mailadvise --help
`
