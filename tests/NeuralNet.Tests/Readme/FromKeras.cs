using NeuralNet;

/// <summary>The C# column of the README's "From Keras", word for word between the marks.</summary>
internal static class FromKeras
{
    public static (History History, Model Again) Run(Tensor x, Tensor y)
    {
        // <readme>
        var model = new Sequential(64)
            .Dense(64, "relu")
            .BatchNormalization()
            .Dropout(0.3f)
            .Dense(32, "gelu", kernelRegularizer: new L2(1e-4f))
            .Dense(10, "softmax");
        var schedule = new CosineDecay(1e-3f, decaySteps: 1000);
        model.Compile(new AdamW(schedule, weightDecay: 0.01f),
            "sparse_categorical_crossentropy", ["accuracy"]);
        model.Summary();
        var stop = new EarlyStopping(patience: 5, restoreBestWeights: true);
        var log = new CSVLogger("log.csv");
        History history = model.Fit(x, y, batchSize: 32, epochs: 20,
            validationSplit: 0.2, callbacks: [stop, log]);
        Console.WriteLine(history["val_accuracy"][^1]);
        Evaluation result = model.Evaluate(x, y);
        Tensor probabilities = model.Predict(x);
        model.GetLayer("dense").IsTrainable = false;
        model.Save("digits.safetensors");
        Model again = Model.Load("digits.safetensors");
        // </readme>
        Assert.Equal(result.Loss, again.Evaluate(x, y).Loss);
        Assert.Equal(Bits.Of(probabilities), Bits.Of(again.Predict(x)));
        return (history, again);
    }
}
