// The preview's own words, in Chinese and English.

const WORDS = {
  zh: {
    preview: '预览',
    draft: '草稿，不会发布',
    notDue: (date) => `未到发布日期（${date}）`,
    uncommitted: '未提交到 git',
    draftMark: '（草稿）',
    notDueMark: (date) => `（${date} 发布）`,
    noRelease: '还没有发布过',
    change: { added: '本页新增', changed: '本页有改动', same: '本页与上次发布相同' },
    mark: '标出改动',
    marked: (count) => (count ? `标出 ${count} 处改动` : '文字没有改动；不同的是链接、标记或页面的其他部分'),
    unmarked: '不再标出改动',
    cannotMark: '取不到上次发布的网页，不能标出改动',
    all: (c) => `全站：新增 ${c.added}，改动 ${c.changed}，删除 ${c.removed}`,
    progress: (done, of) => `已比对 ${done} / ${of} 页`,
    findings: (count) => `本页检查结果 ${count}`,
    checking: '正在检查……',
    noFindings: '本页没有检查出问题。',
    sum: (f) => `全站 ${f.errors} 个错误，${f.warnings} 个警告；逐条见 gongkai check`,
    severity: { error: '错误', warning: '警告' },
    faults: (count) => `${count} 个错误`,
    faultsTitle: '内容有错，下面是此前的网页',
    faultsHint: '改好并保存后，这里会自动消失。',
    close: '关闭',
    hide: '收起',
    open: '展开预览栏',
    gone: '预览已停止',
    stop: '。',
    since: (day) => `与 ${day} 的发布相比`,
    groups: { added: '新增', changed: '改动', removed: '删除' },
    none: '与上次发布没有不同。',
    more: (count) => `另有 ${count} 页`,
  },
  en: {
    preview: 'Preview',
    draft: 'A draft, not to be released',
    notDue: (date) => `Not due before ${date}`,
    uncommitted: 'Not committed to git',
    draftMark: ' (draft)',
    notDueMark: (date) => ` (due ${date})`,
    noRelease: 'Nothing was released yet',
    change: { added: 'New page', changed: 'This page changed', same: 'This page is as released' },
    mark: 'Mark changes',
    marked: (count) =>
      count ? `Changes marked: ${count}` : 'No text changed; links, tags or other parts of the page did',
    unmarked: 'Changes are not marked any more',
    cannotMark: 'The released page cannot be read, so changes cannot be marked',
    all: (c) => `Site: ${c.added} added, ${c.changed} changed, ${c.removed} removed`,
    progress: (done, of) => `${done} of ${of} pages compared`,
    findings: (count) => `Findings on this page: ${count}`,
    checking: 'Checking …',
    noFindings: 'Nothing was found on this page.',
    sum: (f) => `Whole site: errors: ${f.errors}, warnings: ${f.warnings}; gongkai check lists them`,
    severity: { error: 'error', warning: 'warning' },
    faults: (count) => `Errors: ${count}`,
    faultsTitle: 'The content has errors; below is the page as it was before',
    faultsHint: 'This goes by itself when they are mended and saved.',
    close: 'Close',
    hide: 'Hide',
    open: 'Show the preview bar',
    gone: 'The preview has ended',
    stop: '. ',
    since: (day) => `Compared with the release of ${day}`,
    groups: { added: 'Added', changed: 'Changed', removed: 'Removed' },
    none: 'Nothing differs from the last release.',
    more: (count) => `${count} more pages`,
  },
};

/** The words of a language. */
export const wordsOf = (lang) => WORDS[lang] ?? WORDS.zh;

/** A new element with attributes and content. */
export function element(tag, attributes = {}, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, '');
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...content);
  return made;
}
