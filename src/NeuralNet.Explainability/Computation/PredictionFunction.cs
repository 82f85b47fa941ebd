namespace NeuralNet.Explainability;

/// <summary>Writes some of the rows of an item.</summary>
/// <param name="item">The item: a coalition, a neighbour, a point of a grid.</param>
/// <param name="firstRow">The number of the first row that is wanted, among the item's own.</param>
/// <param name="rows">Receives whole rows.</param>
internal delegate void RowWriter(int item, int firstRow, Span<float> rows);

/// <summary>A function that predicts in large batches on all cores, and whose results are checked.</summary>
internal sealed class PredictionFunction
{
    private readonly Func<Tensor, Tensor> predict;
    private Buffers? buffers;

    public PredictionFunction(Func<Tensor, Tensor> predict)
    {
        ArgumentNullException.ThrowIfNull(predict);
        this.predict = predict;
        Model = predict.Target is Model model && predict == (Func<Tensor, Tensor>)model.Predict ? model : null;
    }

    /// <summary>The model whose <c>Predict</c> the function is; null for any other function.</summary>
    public Model? Model { get; }

    /// <summary>Returns the prediction function of a model of one input and one output.</summary>
    /// <exception cref="ArgumentException">The model has several inputs or outputs.</exception>
    public static Func<Tensor, Tensor> FunctionOf(Model model, string method)
    {
        SingleModel.Require(model, $"{method} explains");
        return model.Predict;
    }

    /// <summary>Returns a copy of a background.</summary>
    /// <exception cref="ArgumentException">
    /// The background has no rows, a value is not finite, or the model takes rows of another shape.
    /// </exception>
    public Tensor Background(Tensor background)
    {
        Tensor rows = Data.Background(background, Model?.InputShapes[0]);
        Model?.OutputShapesFor([rows]);
        return rows;
    }

    /// <summary>Computes all outputs for each row.</summary>
    /// <exception cref="InvalidOperationException">The function returns null, or not a row for each row.</exception>
    public Tensor Predict(Tensor rows)
    {
        Tensor prediction = predict(rows) ?? throw new InvalidOperationException("The prediction function returned null.");
        if (prediction.Rank < 1 || prediction.Rows != rows.Rows)
            throw new InvalidOperationException(
                $"The prediction function was given {rows.Rows} rows and returned the shape {prediction.Shape}; it should return as "
                + "many rows.");
        return prediction.RowLength > 0
            ? prediction
            : throw new InvalidOperationException(
                $"The prediction function returned the shape {prediction.Shape}: rows without outputs. It should return at least one.");
    }

    /// <summary>Computes one output for each row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    /// <exception cref="InvalidOperationException">The output is not finite.</exception>
    public float[] Predict(Tensor rows, int output)
    {
        Tensor prediction = Predict(rows);
        int outputs = prediction.RowLength;
        if (output >= outputs)
            throw NoSuchOutput(output, outputs);
        float[] values = new float[rows.Rows];
        for (int i = 0; i < values.Length; i++)
            values[i] = RequireFinite(prediction.AsSpan()[i * outputs + output], output);
        return values;
    }

    /// <summary>Computes the mean of one output over the rows of each item; several threads may predict items at the same time.</summary>
    /// <param name="items">The number of items.</param>
    /// <param name="rowsPerItem">The number of rows of each item.</param>
    /// <param name="rowShape">The shape of a row.</param>
    /// <param name="write">The method that writes rows; called from several threads.</param>
    /// <param name="output">The number of the output.</param>
    /// <param name="run">The run, which receives the progress and ends the work.</param>
    public double[] Means(int items, int rowsPerItem, Shape rowShape, RowWriter write, int output, Run run)
    {
        double[] means = new double[items];
        int rowsPerBlock = Blocks.Rows(rowShape.Size), itemsPerBlock = Math.Max(1, rowsPerBlock / rowsPerItem);
        int rowsPerCall = (int)Math.Min(Math.Min(rowsPerBlock, itemsPerBlock * rowsPerItem), (long)items * rowsPerItem);
        Blocks.Run((items + itemsPerBlock - 1) / itemsPerBlock, run, BuffersFor(rowShape, rowsPerCall), (block, buffer) =>
        {
            int first = block * itemsPerBlock, count = Math.Min(itemsPerBlock, items - first);
            AddSums(first, rowsPerItem, buffer, write, output, run, means.AsSpan(first, count));
            for (int item = first; item < first + count; item++)
                means[item] /= rowsPerItem;
        });
        return means;
    }

    public static ArgumentOutOfRangeException NoSuchOutput(int output, int outputs) => new(
        nameof(output), output,
        outputs == 1 ? "The model has one output, number 0." : $"The model has {outputs} outputs, 0 to {outputs - 1}.");

    public static float RequireFinite(float value, int output) => float.IsFinite(value)
        ? value
        : throw new InvalidOperationException(
            FormattableString.Invariant($"The model gave {value} at output {output}, so nothing can be explained. ")
            + "Look for NaN or infinity in its weights, or for inputs far outside what it was trained on.");

    /// <summary>Returns the buffers of the last call if they fit, as those of one explainer always do.</summary>
    private BufferPool<RowBuffer> BuffersFor(Shape rowShape, int rows)
    {
        if (buffers is { } known && known.Rows == rows && known.RowShape.Equals(rowShape))
            return known.Pool;
        var pool = new BufferPool<RowBuffer>(() => new RowBuffer(rowShape, rows));
        buffers = new Buffers(rowShape, rows, pool);
        return pool;
    }

    /// <summary>Adds the output over the rows of consecutive items; each call predicts as many rows as the buffer holds.</summary>
    private void AddSums(int firstItem, int rowsPerItem, RowBuffer buffer, RowWriter write, int output, Run run, Span<double> sums)
    {
        long rows = (long)sums.Length * rowsPerItem;
        int width = buffer.RowShape.Size;
        for (long start = 0; start < rows; start += buffer.MaxRows)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            int count = (int)Math.Min(buffer.MaxRows, rows - start);
            Tensor call = buffer.Rows(count);
            for (int row = 0; row < count;)
            {
                int item = (int)((start + row) / rowsPerItem), firstRow = (int)((start + row) % rowsPerItem);
                int length = Math.Min(count - row, rowsPerItem - firstRow);
                write(firstItem + item, firstRow, call.AsSpan().Slice(row * width, length * width));
                row += length;
            }

            float[] values = Predict(call, output);
            for (int row = 0; row < count; row++)
                sums[(int)((start + row) / rowsPerItem)] += values[row];
        }
    }

    private sealed record Buffers(Shape RowShape, int Rows, BufferPool<RowBuffer> Pool);
}
