using NeuralNet;

/// <summary>The program of docs/writing-a-layer.md with a recurrent cell, word for word between the marks.</summary>
internal static class RecurrentCells
{
    public static Model Make()
    {
        // <page>
        GradientCheck.Run(new DecayingSum(3), 3, 3).ThrowIfAbove(1e-3);
        GradientCheck.Run(new RNN(new DecayingSum(3), returnSequences: true), [5, 3]).ThrowIfAbove(1e-3);
        var model = new Sequential([null, 3], seed: 1)
            .Masking()
            .Add(new RNN(new StackedRNNCells([new DecayingSum(3), new GRUCell(8)])))
            .Dense(1);
        // </page>
        return model;
    }
}
