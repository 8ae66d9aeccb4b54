import * as Args from '@oclif/core/args'
import { BaseCommand } from '../cli/base-command.js'
import { completedCommands } from '../cli/completed-commands.js'
import { parseShell } from '../cli/flags.js'
import { completionScript } from '../render/completion.js'

/** mailadvise completion */
export default class Completion extends BaseCommand {
  static override summary = 'Print the script that completes commands, flags and values in a shell.'

  static override description =
    'It is made from the commands of this version; evaluate it where the shell starts, so that it stays in step.'

  static override examples = [
    {
      description: 'bash, in ~/.bashrc:',
      command: 'eval "$(<%= config.bin %> completion bash)"',
    },
    {
      description: 'zsh, in ~/.zshrc behind compinit:',
      command: 'eval "$(<%= config.bin %> completion zsh)"',
    },
    {
      description: 'fish, in ~/.config/fish/config.fish:',
      command: '<%= config.bin %> completion fish | source',
    },
    {
      description: 'PowerShell, in the file that $PROFILE names:',
      command: '<%= config.bin %> completion powershell | Out-String | Invoke-Expression',
    },
  ]

  static override args = {
    shell: Args.string({
      name: 'shell',
      description: 'bash, zsh, fish or powershell.',
      ignoreStdin: true,
    }),
  }

  // The script is no document: --json is not offered.
  static override baseFlags = {} as typeof BaseCommand.baseFlags

  override async run(): Promise<void> {
    const { args } = await this.parse(Completion)
    await this.config.load()
    const { bin, commands } = this.config
    process.stdout.write(completionScript(parseShell(args.shell), bin, completedCommands(commands)))
  }
}
