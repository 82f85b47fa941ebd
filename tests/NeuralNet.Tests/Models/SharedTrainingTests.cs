using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>
/// Tests that only one of the models that share layers trains at a time, and that a reader never mixes weights from before and after a
/// step.
/// </summary>
public class SharedTrainingTests
{
    [Theory]
    [MemberData(nameof(Sharing))]
    public void ALayerIsTrainedByOneModelAtATime(string sharing)
    {
        (Model first, Model second) = Make(sharing);
        var refused = 0;
        first.Fit(X, Y, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onBatchEnd: _ =>
        {
            Refuses<InvalidOperationException>(second, model => model.TrainOnBatch(X, Y), "dense", "'first'", $"'{second.Name}'", "TrainOnBatch");
            Refuses<InvalidOperationException>(second, model => Fit(model, X, Y), "dense", "'first'", $"'{second.Name}'", "Fit");
            second.Evaluate(X, Y);
            second.TestOnBatch(X, Y);
            second.Compile("sgd", "mse");
            refused++;
        })]);
        Assert.Equal(1, refused);
        Fit(second, X, Y);
        second.TrainOnBatch(X, Y);
    }

    public static TheoryData<string> Sharing => ["layer", "nested", "part", "logits"];

    /// <summary>Both models read frozen layers, and neither changes them.</summary>
    [Fact]
    public void ModelsThatShareFrozenLayersTrainAtTheSameTime()
    {
        (Model first, Model second) = Make("nested");
        (Model alone, Model secondAlone) = Make("nested");
        foreach (Model model in (Model[])[first, alone])
            model.Freeze("body");
        first.Fit(X, Y, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onBatchEnd: _ => Fit(second, X, Y))]);
        Fit(alone, X, Y);
        Fit(secondAlone, X, Y);
        Assert.Equal(Bits.Of(alone), Bits.Of(first));
        Assert.Equal(Bits.Of(secondAlone), Bits.Of(second));
    }

    /// <summary>The trainable layers are determined when a Fit begins, so a layer that is frozen later is still changed.</summary>
    [Fact]
    public void ALayerFrozenWhileItIsTrainedStaysClaimed()
    {
        (Model first, Model second) = Make("layer");
        first.Fit(X, Y, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onBatchEnd: _ =>
        {
            first.Freeze("dense");
            Refuses<InvalidOperationException>(() => second.TrainOnBatch(X, Y), "dense");
        })]);
        second.TrainOnBatch(X, Y);
    }

    [Fact]
    public void AfterATrainingThatThrewTheLayersAreFree()
    {
        (Model first, Model second) = Make("layer");
        Assert.Throws<InvalidDataException>(() => first.Fit(
            X, Y, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onBatchEnd: _ => throw new InvalidDataException())]));
        second.TrainOnBatch(X, Y);
        Assert.Throws<ArgumentException>(() => second.TrainOnBatch(X, TestData.Normal([3, 1], 1)));
        first.TrainOnBatch(X, Y);
    }

    /// <summary>Only one of the models on several threads is in a step at any time, and a refused model may try again.</summary>
    [Fact]
    public void ThreadsNeverTrainASharedLayerTogether()
    {
        var shared = new Alone();
        Model[] models = [.. Enumerable.Range(0, 4).Select(i => NewModel($"model{i}", shared))];
        int steps = 0;
        using var start = new Barrier(models.Length);
        Thread[] threads = [.. models.Select(model => new Thread(() =>
        {
            start.SignalAndWait();
            for (int i = 0; i < 500; i++)
            {
                try
                {
                    model.TrainOnBatch(X, Y);
                    Interlocked.Increment(ref steps);
                }
                catch (InvalidOperationException)
                {
                    // Another model was in a step.
                }
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Equal(1, shared.Max);
        Assert.NotEqual(0, steps);
    }

    /// <summary>A step of one model is detected by every reader of the shared layers in another model.</summary>
    [Fact]
    public void WorkThatOverlapsAStepOfASharingModelIsRefused()
    {
        var shared = new Alone();
        Model trained = NewModel("trained", shared), asked = NewModel("asked", shared);
        var reads = new List<Action>
        {
            () => asked.Predict(X),
            () => asked.Predict(X.Row(0), new float[1]),
            () => asked.PredictOnBatch(X),
            () => asked.Call(X),
            () => asked.Evaluate(X, Y),
            () => asked.TestOnBatch(X, Y),
            () => asked.InputGradient(X, TestData.Normal([10, 1], 1)),
            () => asked.LayerOutputs(X),
        };
        int refused = 0;
        shared.InStep = () =>
        {
            foreach (Action read in reads)
            {
                Refuses<InvalidOperationException>(read, "'asked'", "step");
                refused++;
            }
        };
        trained.TrainOnBatch(X, Y);
        Assert.Equal(reads.Count, refused);
        Assert.All(reads, read => read());

        shared.InStep = null;
        bool isDone = false;
        shared.InPrediction = () =>
        {
            if (!isDone)
                trained.TrainOnBatch(X, Y);
            isDone = true;
        };
        foreach (Action read in reads)
        {
            isDone = false;
            Refuses<InvalidOperationException>(read, "'asked'", "step");
        }
    }

    /// <summary>A step does not affect a model that only shares frozen layers.</summary>
    [Fact]
    public void StepsOfAModelThatSharesFrozenLayersDisturbNothing()
    {
        var shared = new Alone();
        Model trained = NewModel("trained", shared), asked = NewModel("asked", shared);
        shared.IsTrainable = false;
        int predictions = 0;
        shared.InStep = () =>
        {
            asked.Predict(X);
            asked.Evaluate(X, Y);
            predictions++;
        };
        trained.TrainOnBatch(X, Y);
        Assert.Equal(1, predictions);
    }

    private static (Model First, Model Second) Make(string sharing)
    {
        Sequential body = new Sequential(2, seed: 1, name: "body").Dense(3, "tanh", name: "dense");
        Model first = new Sequential(2, seed: 2, name: "first").Add(body).Dense(1, "sigmoid", name: "dense_top");
        Model second = sharing switch
        {
            "layer" => new Sequential(2, seed: 3, name: "second").Add(body.Layers[0]).Dense(1),
            "nested" => new Sequential(2, seed: 3, name: "second").Add(body).Dense(1),
            "part" => first.TakeUntil("dense_top"),
            _ => first.Logits(),
        };
        if (sharing == "layer")
            first = new Sequential(2, seed: 2, name: "first").Add(body.Layers[0]).Dense(1);
        first.Compile(new SGD(0.1f), "mse");
        second.Compile(new SGD(0.1f), "mse");
        return (first, second);
    }

    private static Sequential NewModel(string name, Layer shared)
    {
        Sequential model = new Sequential(2, seed: 1, name: name).Add(shared).Dense(1);
        model.Compile(new SGD(0.01f), "mse");
        return model;
    }

    /// <summary>A layer y = x with a parameter that counts its concurrent training passes.</summary>
    private sealed class Alone() : Layer("shared")
    {
        private int inside, max;

        public int Max => max;

        public Action? InStep { get; set; }

        public Action? InPrediction { get; set; }

        protected internal override void Build(LayerBuilder builder) => builder.AddParameter("idle", 1, new Zeros());

        protected internal override void Forward(Frame frame)
        {
            frame.Input.AsSpan().CopyTo(frame.Output.AsSpan());
            if (!frame.IsTraining)
            {
                InPrediction?.Invoke();
                return;
            }

            int now = Interlocked.Increment(ref inside);
            if (now > max)
                max = now;
            InStep?.Invoke();
            Thread.SpinWait(50);
            Interlocked.Decrement(ref inside);
        }

        protected internal override void Backward(Frame frame)
        {
            if (frame.InputGradient is { } gradient)
                frame.OutputGradient.AsSpan().CopyTo(gradient.AsSpan());
        }
    }
}
