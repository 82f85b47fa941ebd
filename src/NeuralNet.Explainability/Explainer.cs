namespace NeuralNet.Explainability;

/// <summary>
/// A method that explains one output of a row. The values depend on the row, the output and the seed alone: they have the same bits on any
/// number of threads, and differ by rounding if other rows are explained in the same call. An explainer keeps no state of a run: many
/// threads may use it at once, and while others predict.
/// </summary>
public abstract class Explainer
{
    private protected Explainer(string method) => Method = method;

    /// <summary>The name of the method, as results show it.</summary>
    public string Method { get; }

    /// <summary>Explains one output of one row.</summary>
    /// <param name="row">
    /// The row, without a batch axis or with one of size 1. Where no shape is known, as for <see cref="Occlusion"/>, a first axis of
    /// size 1 counts as the batch axis.
    /// </param>
    /// <param name="output">
    /// The index of the output in row-major order; for a classifier the class. By default the only output, or the class that the model
    /// predicts for the row if the model ends in a softmax or has labels. Otherwise it is required: a function other than the
    /// <c>Predict</c> of a model does not show whether its outputs are classes.
    /// </param>
    /// <param name="seed">The seed of random draws; methods that draw nothing ignore it.</param>
    /// <param name="progress">The receiver of the fraction of the work that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <exception cref="ArgumentException">
    /// The row's shape does not fit, or it contains NaN or infinity; or there are several outputs and none is chosen.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    /// <exception cref="InvalidOperationException">The model's output is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Attribution Explain(
        Tensor row, int? output = null, int seed = 0, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        RequireNotNegative(output);
        bool hasBatchAxis = row.Rank > 1 && row.Shape[0] == 1;
        RequireShapeOfBackground(row.Shape, nameof(row));
        if (hasBatchAxis)
            RequireShapeOfBackground(row.Shape.WithoutBatch(), nameof(row));
        Tensor rows = Data.Row(row, RowShape ?? (hasBatchAxis ? row.Shape.WithoutBatch() : row.Shape), nameof(row));
        return Finish(rows, output, new Run(seed, progress, cancellationToken))[0];
    }

    /// <summary>
    /// Explains one output of each of many rows; each row has a random stream of its own, by the seed and the index of the row.
    /// </summary>
    /// <param name="x">The rows, as the model takes them.</param>
    /// <inheritdoc cref="Explain(Tensor, int?, int, IProgress{double}, CancellationToken)"/>
    public AttributionSet ExplainRows(
        Tensor x, int? output = null, int seed = 0, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        RequireNotNegative(output);
        if (x.Rank > 0)
            RequireShapeOfBackground(x.Shape.WithoutBatch(), nameof(x));
        Tensor rows = Data.Rows(x, RowShape, nameof(x));
        return new AttributionSet(Finish(rows, output, new Run(seed, progress, cancellationToken)));
    }

    /// <summary>
    /// Explains one output of a row of named values, which the encoder of the model encodes, by the columns that the encoder reads:
    /// <c>explainer.Explain(new Row { ["age"] = 39, ["job"] = "nurse" })</c>. The values are those of the encoded row, summed by column as
    /// by <see cref="Attribution.ByColumn"/>; the contents are the texts of the row.
    /// </summary>
    /// <param name="row">The row, which has the columns that the encoder reads.</param>
    /// <exception cref="ArgumentException">
    /// There is not exactly one row, a column is missing or has values of another type, or a value is missing or unknown where the encoder
    /// allows none; or there are several outputs and none is chosen.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The explainer was not created with a model that has encoders, or the model's output is NaN or infinite.
    /// </exception>
    /// <inheritdoc cref="Explain(Tensor, int?, int, IProgress{double}, CancellationToken)"/>
    public Attribution Explain(
        IRows row, int? output = null, int seed = 0, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.RowCount != 1)
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(row)} has {row.RowCount} rows; one is wanted. Many rows go to ExplainRows."),
                nameof(row));
        Attribution attribution = Explain(Encode(row), output, seed, progress, cancellationToken);
        return new AttributionSet([attribution]).ByColumn(row)[0];
    }

    /// <summary>
    /// Explains one output of each of many rows of named values, such as those of a table, by the columns that the encoder of the model
    /// reads; each row has a random stream of its own, by the seed and the index of the row.
    /// </summary>
    /// <param name="rows">The rows, which have the columns that the encoder reads.</param>
    /// <exception cref="ArgumentException">
    /// There are no rows, a column is missing or has values of another type, or a value is missing or unknown where the encoder allows
    /// none; or there are several outputs and none is chosen.
    /// </exception>
    /// <inheritdoc cref="Explain(IRows, int?, int, IProgress{double}, CancellationToken)"/>
    public AttributionSet ExplainRows(
        IRows rows, int? output = null, int seed = 0, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.RowCount == 0)
            throw new ArgumentException($"{nameof(rows)} has no rows; at least one is needed.", nameof(rows));
        return ExplainRows(Encode(rows), output, seed, progress, cancellationToken).ByColumn(rows);
    }

    /// <summary>The shape of the rows that can be explained; null if rows of any shape can.</summary>
    private protected abstract Shape? RowShape { get; }

    /// <summary>The model that is explained; null if only a function is known.</summary>
    private protected abstract Model? KnownModel { get; }

    /// <summary>Explains rows whose shape has been checked.</summary>
    private protected abstract Attribution[] Explain(Tensor rows, int? output, Run run);

    /// <summary>Explains rows and adds what the model states about its outputs.</summary>
    private Attribution[] Finish(Tensor rows, int? output, Run run)
    {
        Attribution[] attributions = Explain(rows, output, run);
        EncodedColumns? columns = EncodedColumns.Of(KnownModel, rows.Shape.WithoutBatch());
        foreach (Attribution attribution in attributions)
        {
            attribution.Columns = columns;
            attribution.OutputName = ModelOutputs.NameOf(KnownModel, attribution.Output);
            attribution.Note = ModelOutputs.NoteOn(attribution, KnownModel);
        }

        return attributions;
    }

    /// <summary>Encodes rows by the encoder of the model.</summary>
    /// <exception cref="InvalidOperationException">Only a function is known, or the model has no encoder.</exception>
    private Tensor Encode(IRows rows)
    {
        if (KnownModel is not { } model)
            throw new InvalidOperationException(
                $"{Method} was created with a function, which has no encoders, so it takes tensors. Create it with the model.");
        SingleModel.Require(model, $"{Method} explains");
        return model.Encode(rows)[0];
    }

    /// <exception cref="ArgumentException">The model takes rows of this length, but the background or baseline has another.</exception>
    private void RequireShapeOfBackground(Shape row, string name)
    {
        bool isOpen = KnownModel is { InputShapes: [{ IsFixed: false } open] } && open.Admits(row);
        if (isOpen && RowShape is { } wanted && !wanted.Admits(row))
        {
            throw new ArgumentException(
                $"{name} has a row of shape {row}, and {Method} compares it with rows of shape {wanted}, its background or baseline. Make "
                + "an explainer for each length, with a background of that length, or pad the rows to one length.", name);
        }
    }

    private static void RequireNotNegative(int? output) => ArgumentOutOfRangeException.ThrowIfNegative(output ?? 0, nameof(output));
}
