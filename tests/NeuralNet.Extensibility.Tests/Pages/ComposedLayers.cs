using NeuralNet;

/// <summary>
/// The programs of docs/writing-a-layer.md with layers of several outputs, masks and parts, word for word between the marks.
/// </summary>
internal static class ComposedLayers
{
    public static void Check()
    {
        // <page>
        GradientCheck.Run(new Halves(), 4).ThrowIfAbove(1e-3);
        GradientCheck.Run(new LastStep(), [5, 3]).ThrowIfAbove(1e-3);
        GradientCheck.Run(new GatedUnit(3, "sigmoid"), 4).ThrowIfAbove(1e-3);
        // </page>
    }

    public static Model Make()
    {
        // <page>
        var model = new Sequential([null], seed: 1)
            .Embedding(1000, 16, maskZero: true)
            .Add(new LastStep())
            .Add(new GatedUnit(8, "sigmoid"))
            .Dense(1, "sigmoid");
        model.Freeze("gated_unit/dense");
        // </page>
        return model;
    }

    public static (Tensor Y, IReadOnlyList<Tensor> Halves) Call()
    {
        // <page>
        Tensor x = new float[,] { { 1, 2, 3, 4 } };
        Tensor y = new GatedUnit(3, "sigmoid").Call(x, seed: 1);
        IReadOnlyList<Tensor> halves = new Halves().Call([x]);
        // </page>
        return (y, halves);
    }
}
