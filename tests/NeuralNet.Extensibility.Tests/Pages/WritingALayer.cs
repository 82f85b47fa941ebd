using NeuralNet;

/// <summary>The programs of docs/writing-a-layer.md, word for word between the marks.</summary>
internal static class WritingALayer
{
    public static void Check()
    {
        // <page>
        GradientCheck.Run(new LearnedSwish(), 4).ThrowIfAbove(1e-3);
        // </page>
    }

    public static (Model Model, Model Again) Train(Tensor x, Tensor y)
    {
        // <page>
        var model = new Sequential(4, seed: 1)
            .Dense(16)
            .LearnedSwish()
            .Dense(3, "softmax");
        model.Compile("adam", "sparse_categorical_crossentropy");
        model.Fit(x, y, epochs: 20);

        model.Save("swish.safetensors");
        var custom = new CustomObjects().Add("LearnedSwish", LearnedSwish.From);
        Model again = Model.Load("swish.safetensors", custom);
        // </page>
        return (model, again);
    }
}
