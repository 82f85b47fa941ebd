namespace NeuralNet.Explainability;

/// <summary>Memory for the rows of one call of a model; that of a shorter last call is kept as well.</summary>
internal class RowBuffer(Shape rowShape, int rows)
{
    private readonly Tensor whole = new(rowShape.WithBatch(rows));
    private Tensor? part;

    public Shape RowShape => rowShape;

    /// <summary>The most rows it holds.</summary>
    public int MaxRows => rows;

    /// <summary>So many rows, holding anything.</summary>
    public Tensor Rows(int count)
    {
        if (count == rows)
            return whole;
        if (part is null || part.Rows != count)
            part = new Tensor(rowShape.WithBatch(count));
        return part;
    }
}
