using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>Replaces the gradients at points by the values of their columns.</summary>
internal delegate void LocalValues(ReadOnlySpan<float> points, Span<float> gradients);

/// <summary>Values that follow from the gradient at the row alone.</summary>
internal static class LocalGradient
{
    /// <summary>Computes the values of each row; the value of a feature is the sum of those of its columns.</summary>
    public static FeatureValues Attribute(Model model, Features features, LocalValues local, Tensor rows, int output, Run run)
    {
        Shape row = rows.Shape.WithoutBatch();
        int width = features.Width, blocks = PointBlocks.Count(rows.Rows, width);
        var found = new FeatureValues(new float[rows.Rows], new double[rows.Rows * features.Count]);
        Blocks.Run(blocks, run, block =>
        {
            int first = PointBlocks.First(block, blocks, rows.Rows);
            using var pass = new PointPass(model, output, row, PointBlocks.First(block + 1, blocks, rows.Rows) - first);
            rows.AsSpan().Slice(first * width, pass.Count * width).CopyTo(pass.Points);
            pass.Run();
            local(pass.Points, pass.Gradients);
            for (int i = 0; i < pass.Count; i++)
                found.Predictions[first + i] = pass.Value(i);
            Sum(features, pass.Gradients, found.Values.AsSpan(first * features.Count, pass.Count * features.Count));
        });
        return found;
    }

    private static void Sum(Features features, ReadOnlySpan<float> columns, Span<double> values)
    {
        if (features.AreColumns)
        {
            TensorPrimitives.ConvertTruncating(columns, values);
            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<float> row = columns.Slice(i / features.Count * features.Width, features.Width);
            foreach (int column in features.ColumnSpan(i % features.Count))
                values[i] += row[column];
        }
    }
}
