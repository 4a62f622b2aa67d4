import { Argument, type Command, type Option } from 'commander';
import { permissions } from '../common/permission.js';
import { addExamples } from './examples.js';
import { Profiles } from './remote/sign-in/profiles.js';
import type { Terminal } from './terminal.js';

/**
 * The scripts pass the words typed so far to `tokenwright complete`, and evaluate none of them. Without a candidate the
 * shell completes file names.
 */
const scripts = {
  bash: `_tokenwright() {
  local line word last= before=
  local -a words
  COMPREPLY=()
  # bash breaks a permission at its colon, and replaces only what follows it.
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ $word == : || $last == *: ]] && ((\${#words[@]})); then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    last=\${words[\${#words[@]}-1]}
  done
  [[ $COMP_WORDBREAKS == *:* && $last == *:* ]] && before=\${last%:*}:
  while IFS= read -r line; do
    line=\${line%%$'\\t'*}
    COMPREPLY+=("\${line#"$before"}")
  done < <(tokenwright complete -- "\${words[@]}" 2>/dev/null)
}
complete -o default -F _tokenwright tokenwright`,
  zsh: `#compdef tokenwright
_tokenwright() {
  local line
  local -a described
  while IFS= read -r line; do
    described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(tokenwright complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#described} )); then _describe -V tokenwright described; else _files; fi
}
if [ "\${funcstack[1]}" = _tokenwright ]; then _tokenwright "$@"; else compdef _tokenwright tokenwright; fi`,
  fish: `function __tokenwright_complete
  set -l words (commandline -opc)
  set -e words[1]
  set -l current (commandline -ct)
  tokenwright complete -- $words "$current" 2>/dev/null
end
complete -c tokenwright -e
complete -c tokenwright -k -f -a '(__tokenwright_complete)'
complete -c tokenwright -n 'test (count (__tokenwright_complete)) -eq 0' -F`,
};

type Shell = keyof typeof scripts;

/** A possible word, and its meaning. */
type Candidate = [text: string, says: string];

/** `tokenwright completion SHELL`, and the hidden command that its scripts call. Add it last: it completes earlier commands. */
export function addCompletion(program: Command, terminal: Terminal): void {
  const shells = Object.keys(scripts);
  const completion = program
    .command('completion')
    .description('print the completion script of a shell')
    .addArgument(new Argument('<shell>', 'which').choices(shells))
    .action((shell: Shell) => terminal.print(scripts[shell]));
  addExamples(completion, [
    'source <(tokenwright completion bash)    # a line for ~/.bashrc',
    'source <(tokenwright completion zsh)     # a line for ~/.zshrc, after compinit',
    'tokenwright completion fish | source     # a line for ~/.config/fish/config.fish',
  ]);

  program
    .command('complete [words...]', { hidden: true })
    .description('list the candidates for the last word')
    .action(async (words: string[]) => {
      const current = words.at(-1) ?? '';
      const candidates = candidatesFor(program, words.slice(0, -1), current, terminal.env);
      for (const [text, says] of candidates.filter(([text]) => text.startsWith(current))) {
        await terminal.print(`${text}\t${says}`);
      }
    });
}

function candidatesFor(
  program: Command,
  before: string[],
  current: string,
  env: NodeJS.ProcessEnv,
): Candidate[] {
  let command = program;
  let operands = 0;
  let open: Option | undefined;
  for (const word of before) {
    if (open) open = undefined;
    else if (word.startsWith('-')) {
      const option = command.options.find(({ long, short }) => word === long || word === short);
      open = option?.required ? option : undefined;
    } else {
      const child = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
      if (child) command = child;
      else operands += 1;
    }
  }
  if (open?.attributeName() === 'permission') return permissionsFor(current);
  if (open) return valuesOf(open.attributeName(), open.argChoices, env);
  const help = command.createHelp();
  if (current.startsWith('-')) {
    const options = help.visibleOptions(command).filter(({ long }) => !before.includes(long!));
    return options.map(({ long, description }) => [long!, description]);
  }
  if (command.commands.length > 0) {
    return help.visibleCommands(command).map((one) => [one.name(), one.description()]);
  }
  const argument = command.registeredArguments[operands];
  const isProfile = command.parent?.name() === 'profile';
  return argument ? valuesOf(isProfile ? 'profile' : argument.name(), argument.argChoices, env) : [];
}

/** Permissions, the last one of a list with commas. */
function permissionsFor(current: string): Candidate[] {
  const before = current.slice(0, current.lastIndexOf(',') + 1);
  return permissions.map((permission) => [before + permission, 'permission']);
}

function valuesOf(name: string, choices: string[] | undefined, env: NodeJS.ProcessEnv): Candidate[] {
  if (name === 'profile') return new Profiles(env).names().map((profile) => [profile, 'profile']);
  return (choices ?? []).map((choice) => [choice, name]);
}
