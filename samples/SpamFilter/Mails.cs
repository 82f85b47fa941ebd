using NeuralNet.Data;

/// <summary>E-mails: the groups of the SpamAssassin corpus that they come from, their labels and their texts.</summary>
internal sealed record Mails(string[] Groups, string[] Labels, string[] Texts)
{
    public int Count => Texts.Length;

    public static Mails Read(string path)
    {
        Table table = Table.ReadCsv(path);
        return new Mails(Values("group"), Values("label"), Values("text"));

        string[] Values(string column) => [.. Enumerable.Range(0, table.RowCount).Select(row => table[column].GetText(row))];
    }

    public Mails Where(Func<string, bool> isInGroup) => Gather([.. Enumerable.Range(0, Count).Where(row => isInGroup(Groups[row]))]);

    public Mails Gather(int[] rows) =>
        new([.. rows.Select(row => Groups[row])], [.. rows.Select(row => Labels[row])], [.. rows.Select(row => Texts[row])]);
}
