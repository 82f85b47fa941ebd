namespace NeuralNet;

/// <summary>One encoding of rows by features, block by block.</summary>
internal sealed class FeatureEncoding
{
    private readonly Feature[] features;
    private readonly int[][] members;
    private readonly int[] indices;
    private readonly int blockRows;

    /// <param name="features">The features, in the order of the output.</param>
    /// <param name="tensors">The output: a tensor for each feature, or one for all.</param>
    /// <param name="blockRows">The maximum number of rows of a block.</param>
    public FeatureEncoding(Feature[] features, Tensor[] tensors, int blockRows)
    {
        (this.features, Tensors, this.blockRows) = (features, tensors, blockRows);
        members = PositionsOfMembers(features);
        indices = new int[features.Length * blockRows];
    }

    public Tensor[] Tensors { get; }

    /// <summary>Encodes a block of rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns of the features, which precede the crosses.</param>
    /// <param name="firstRow">The first row of the block.</param>
    /// <param name="rowCount">The number of rows of the block.</param>
    public void Encode(IRows rows, Column[] columns, int firstRow, int rowCount)
    {
        int offset = 0;
        for (int i = 0; i < features.Length; i++)
        {
            Tensor tensor = Tensors.Length == 1 ? Tensors[0] : Tensors[i];
            int stride = tensor.RowLength, width = features[i].Width;
            Span<float> output = tensor.Data[(firstRow * stride + (Tensors.Length == 1 ? offset : 0))..];
            Span<int> blockIndices = indices.AsSpan(i * blockRows, rowCount);
            offset += width;
            switch (features[i])
            {
                case NumericFeature numeric:
                    numeric.Encode(rows, columns[i], firstRow, rowCount, output, stride);
                    break;
                case CategoricalFeature categorical:
                    categorical.EncodeIndices(rows, columns[i], firstRow, blockIndices);
                    Write(blockIndices, categorical.OutputMode, output, stride);
                    break;
                case CrossFeature cross:
                    for (int row = 0; row < rowCount; row++)
                        blockIndices[row] = cross.BinOf(indices, members[i], blockRows, row);
                    Write(blockIndices, cross.OutputMode, output, stride);
                    break;
            }
        }
    }

    /// <summary>Writes indices, or a one for each index, into a tensor of zeros.</summary>
    private static void Write(ReadOnlySpan<int> indices, IndexOutputMode mode, Span<float> output, int stride)
    {
        for (int row = 0; row < indices.Length; row++)
        {
            if (mode == IndexOutputMode.OneHot)
                output[row * stride + indices[row]] = 1;
            else
                output[row * stride] = indices[row];
        }
    }

    /// <summary>Returns the positions of the features that each cross combines.</summary>
    private static int[][] PositionsOfMembers(Feature[] features)
    {
        var positions = new Dictionary<string, int>(features.Length, StringComparer.Ordinal);
        for (int i = 0; i < features.Length; i++)
            positions.Add(features[i].Name, i);
        return Array.ConvertAll(features, feature => feature is CrossFeature cross
            ? cross.Features.Select(name => positions[name]).ToArray()
            : []);
    }
}
