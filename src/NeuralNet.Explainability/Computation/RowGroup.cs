namespace NeuralNet.Explainability;

/// <summary>Rows whose explained output is the same.</summary>
/// <param name="Output">The number of the output.</param>
/// <param name="Rows">The numbers of the rows, in ascending order.</param>
internal sealed record RowGroup(int Output, int[] Rows)
{
    /// <summary>Explains an output of each row, all rows of one output at a time.</summary>
    /// <param name="outputs">The number of the output for each row.</param>
    /// <param name="run">The run of all rows.</param>
    /// <param name="explain">Explains the rows of a group in the group's part of the run.</param>
    public static Attribution[] Explain(int[] outputs, Run run, Func<RowGroup, Run, Attribution[]> explain)
    {
        RowGroup[] groups = [.. Enumerable.Range(0, outputs.Length).GroupBy(row => outputs[row])
            .Select(group => new RowGroup(group.Key, [.. group]))];
        if (groups.Length == 1)
            return explain(groups[0], run);
        var attributions = new Attribution[outputs.Length];
        int done = 0;
        foreach (RowGroup group in groups)
        {
            Attribution[] found = explain(group, run.ForRows(group.Rows, done, outputs.Length));
            for (int i = 0; i < found.Length; i++)
                attributions[group.Rows[i]] = found[i];
            done += found.Length;
        }

        return attributions;
    }

    /// <summary>Returns the rows of the group out of all rows.</summary>
    public Tensor Of(Tensor rows)
    {
        if (Rows.Length == rows.Rows)
            return rows;
        var own = new Tensor(rows.Shape.WithoutBatch().WithBatch(Rows.Length));
        for (int i = 0; i < Rows.Length; i++)
            rows.Row(Rows[i]).CopyTo(own.Row(i));
        return own;
    }
}
