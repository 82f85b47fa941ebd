using NeuralNet;
using NeuralNet.Data;

/// <summary>Mails with their classes, 0 for ham and 1 for spam.</summary>
internal sealed record FewShotTask(string[] Texts, Tensor Classes)
{
    public const int ClassCount = 2;

    /// <summary>Returns the mails of some groups of the corpus.</summary>
    public static FewShotTask Of(Table table, params string[] groups)
    {
        int[] rows = [.. Enumerable.Range(0, table.RowCount).Where(row => groups.Contains(table["group"].GetText(row)))];
        return new FewShotTask(
            [.. rows.Select(row => table["text"].GetText(row))],
            new Tensor([rows.Length, 1], [.. rows.Select(row => table["label"].GetText(row) == "spam" ? 1f : 0f)]));
    }

    /// <summary>Divides the mails into some examples of each class and all others.</summary>
    public (FewShotTask Examples, FewShotTask Others) Divide(int examplesPerClass, int seed)
    {
        (int[] examples, int[] others) = DivideRows(examplesPerClass, seed);
        return (Gather(examples), Gather(others));
    }

    /// <summary>Divides the indices of the mails into some examples of each class and all others.</summary>
    public (int[] Examples, int[] Others) DivideRows(int examplesPerClass, int seed)
    {
        int[] order = [.. Enumerable.Range(0, Texts.Length)];
        new Random(seed).Shuffle(order);
        int[] examples = [.. Enumerable.Range(0, ClassCount)
            .SelectMany(index => order.Where(row => Classes[row, 0] == index).Take(examplesPerClass))];
        return (examples, [.. order.Except(examples)]);
    }

    private FewShotTask Gather(int[] rows) => new([.. rows.Select(row => Texts[row])], Classes.Gather(rows));
}
