namespace NeuralNet.LinearAlgebra;

/// <summary>The sizes of C = op(A)·op(B): C is Rows×Columns, and Depth products are summed for each of its elements.</summary>
internal readonly record struct ProductShape(int Rows, int Columns, int Depth)
{
    public bool IsEmpty => Rows == 0 || Columns == 0;
}
