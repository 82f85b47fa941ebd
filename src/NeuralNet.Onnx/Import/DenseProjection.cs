using System.Globalization;

namespace NeuralNet.Onnx;

/// <summary>The weights of an affine function of features: y = alpha·xW + beta·b, or of some of its units.</summary>
/// <param name="Kernel">W, or Wᵀ, of all units.</param>
/// <param name="IsTransposed">Whether the kernel is Wᵀ.</param>
/// <param name="Bias">b of all units, or a number for all; null if there is none.</param>
/// <param name="Alpha">The factor of the product.</param>
/// <param name="Beta">The factor of the bias.</param>
internal sealed record DenseProjection(ConstantValue Kernel, bool IsTransposed, ConstantValue? Bias, float Alpha, float Beta)
{
    /// <summary>The number of features of the input.</summary>
    public int Inputs => Kernel.Sizes[IsTransposed ? 1 : 0];

    /// <summary>The number of units.</summary>
    public int Units { get; private init; } = Kernel.Sizes[IsTransposed ? 0 : 1];

    /// <summary>The index of the first unit among those of the kernel.</summary>
    private int Start { get; init; }

    private int AllUnits => Kernel.Sizes[IsTransposed ? 0 : 1];

    /// <summary>A text that is equal for equal weights.</summary>
    public string Key => string.Create(
        CultureInfo.InvariantCulture, $"dense\n{Kernel.Name}\n{Bias?.Name}\n{IsTransposed} {Alpha} {(Bias is null ? 0 : Beta)} {Start} {Units}");

    /// <summary>Returns some of the units.</summary>
    public DenseProjection Part(int start, int units) => this with { Start = Start + start, Units = units };

    /// <summary>Reads the kernel, (inputs, units).</summary>
    public float[] ReadKernel()
    {
        if (Units == AllUnits)
            return Scaled(IsTransposed ? Transposed(Kernel.ToFloats()) : Kernel.ToFloats(), Alpha);
        Kernel.Spend(Inputs * Units);
        float[] all = Kernel.SharedFloats(), part = new float[Inputs * Units];
        for (int i = 0; i < Inputs; i++)
        {
            for (int j = 0; j < Units; j++)
                part[i * Units + j] = all[IsTransposed ? (Start + j) * Inputs + i : i * AllUnits + Start + j];
        }

        return Scaled(part, Alpha);
    }

    /// <summary>Reads the bias of each unit.</summary>
    public float[] ReadBias()
    {
        float[] values = Bias!.ToFloats();
        return Scaled(values.Length == 1 ? [.. Enumerable.Repeat(values[0], Units)] : values[Start..(Start + Units)], Beta);
    }

    private static float[] Scaled(float[] values, float factor) => factor == 1 ? values : Array.ConvertAll(values, value => value * factor);

    private float[] Transposed(float[] values)
    {
        var transposed = new float[values.Length];
        for (int unit = 0; unit < Units; unit++)
        {
            for (int input = 0; input < Inputs; input++)
                transposed[input * Units + unit] = values[unit * Inputs + input];
        }

        return transposed;
    }
}
