namespace NeuralNet.Explainability;

/// <summary>Memory for the rows of one call of a model, and for those of a shorter last call.</summary>
internal class RowBuffer(Shape rowShape, int rows)
{
    private readonly Tensor whole = new(rowShape.WithBatch(rows));
    private Tensor? part;

    public Shape RowShape => rowShape;

    /// <summary>The maximum number of rows.</summary>
    public int MaxRows => rows;

    /// <summary>Returns memory for a number of rows; its content is arbitrary.</summary>
    public Tensor Rows(int count)
    {
        if (count == rows)
            return whole;
        if (part is null || part.Rows != count)
            part = new Tensor(rowShape.WithBatch(count));
        return part;
    }
}
