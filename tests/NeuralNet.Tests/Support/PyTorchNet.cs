using System.Runtime.InteropServices;

namespace NeuralNet.Tests;

/// <summary>
/// Linear(4, 8), BatchNorm1d(8), ReLU, Linear(8, 3) in evaluation mode: the tensors by the names and in the layout that PyTorch saves, and
/// the outputs for a row, computed in double precision by the formulas.
/// </summary>
internal sealed class PyTorchNet
{
    private const double Epsilon = 1e-5;

    private readonly Dictionary<string, Tensor> tensors = new()
    {
        ["0.weight"] = TestData.Normal([8, 4], 1),
        ["0.bias"] = TestData.Normal([8], 2),
        ["1.weight"] = TestData.Normal([8], 3),
        ["1.bias"] = TestData.Normal([8], 4),
        ["1.running_mean"] = TestData.Normal([8], 5),
        ["1.running_var"] = new float[] { 0.001f, 0.01f, 0.1f, 0.5f, 1, 2, 3, 4 },
        ["3.weight"] = TestData.Normal([3, 8], 6),
        ["3.bias"] = TestData.Normal([3], 7),
    };

    /// <summary>The file: the count of batches in whole numbers of 64 bits, then the others by name.</summary>
    public byte[] File()
    {
        var entries = new List<string> { """ "__metadata__":{"format":"pt"} """, Entry("1.num_batches_tracked", "I64", [], 0, sizeof(long)) };
        List<byte> data = [.. BitConverter.GetBytes(100L)];
        foreach ((string name, Tensor tensor) in tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal))
        {
            entries.Add(Entry(name, "F32", tensor.Shape, data.Count, data.Count + tensor.Length * sizeof(float)));
            data.AddRange(MemoryMarshal.AsBytes<float>(tensor.AsSpan()));
        }

        return SafetensorsBytes.Of("{" + string.Join(",", entries) + "}", [.. data]);
    }

    private static string Entry(string name, string type, IEnumerable<int> shape, int begin, int end) =>
        FormattableString.Invariant($$"""  "{{name}}":{"dtype":"{{type}}","shape":[{{string.Join(",", shape)}}],"data_offsets":[{{begin}},{{end}}]} """);

    public double[] Forward(double[] row)
    {
        double[] hidden = Linear(row, "0");
        for (int i = 0; i < hidden.Length; i++)
        {
            double normalized = (hidden[i] - tensors["1.running_mean"][i]) / Math.Sqrt(tensors["1.running_var"][i] + Epsilon);
            hidden[i] = Math.Max(0, normalized * tensors["1.weight"][i] + tensors["1.bias"][i]);
        }

        return Linear(hidden, "3");
    }

    /// <summary>y = x·Wᵀ + b.</summary>
    private double[] Linear(double[] row, string module)
    {
        Tensor weight = tensors[module + ".weight"], bias = tensors[module + ".bias"];
        var output = new double[bias.Length];
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = bias[i];
            for (int j = 0; j < row.Length; j++)
                output[i] += weight[i, j] * row[j];
        }

        return output;
    }
}
