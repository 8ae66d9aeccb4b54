/** What `mailadvise` alone prints: three ways in, not the whole manual. */
export const welcome = `mailadvise recommends POP or IMAP for a mailbox, and proves it on the server.

Three ways in:

  mailadvise recommend                  a few questions, then the advice with
                                        reasons; proved where a server is named
  mailadvise diagnose mail.example.com  what is wrong with a mail server, and
                                        how to mend it
  mailadvise compare                    POP and IMAP side by side

No mail server at hand? "demo" is one:  mailadvise diagnose demo
Everything else:                        mailadvise --help
`
