namespace NeuralNet.Tests;

public class SummaryTests
{
    [Fact]
    public void ChainIsKerasTable()
    {
        var model = new Sequential(16, seed: 1).Dense(64, "relu").Dropout(0.5f).Dense(10, "softmax");
        Check(model, """
            Model: "sequential"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┓
            ┃ Layer (type)                         ┃ Output Shape                ┃         Param # ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━┩
            │ dense (Dense)                        │ (None, 64)                  │           1,088 │
            ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
            │ dropout (Dropout)                    │ (None, 64)                  │               0 │
            ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
            │ dense_1 (Dense)                      │ (None, 10)                  │             650 │
            └──────────────────────────────────────┴─────────────────────────────┴─────────────────┘
             Total params: 1,738 (6.79 KB)
             Trainable params: 1,738 (6.79 KB)
             Non-trainable params: 0 (0.00 B)

            """);
    }

    [Fact]
    public void OptimizerAndFrozenParametersAreCounted()
    {
        var model = new Sequential(16, seed: 1).Dense(64).Dense(10);
        model.Freeze("dense");
        model.Compile("adam", "mse");
        model.Fit(TestData.Normal([4, 16], 1), TestData.Normal([4, 10], 2), verbose: Verbosity.Silent);
        string text = Write(model);
        Assert.Contains(" Total params: 3,038 (11.87 KB)\n", text, StringComparison.Ordinal);
        Assert.Contains(" Trainable params: 650 (2.54 KB)\n", text, StringComparison.Ordinal);
        Assert.Contains(" Non-trainable params: 1,088 (4.25 KB)\n", text, StringComparison.Ordinal);
        Assert.EndsWith(" Optimizer params: 1,300 (5.08 KB)\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void BranchesShowTheirConnections()
    {
        Input left = new(2, seed: 1, name: "left"), right = new(3, name: "right");
        var shared = new Dense(2, name: "shared");
        Node first = left.Add(shared), second = first.Add(shared);
        Check(new Model([left, right], [second.Concatenate(right)], "branches"), """
            Model: "branches"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
            ┃ Layer (type)                  ┃ Output Shape              ┃         Param # ┃ Connected to               ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━┩
            │ left (InputLayer)             │ (None, 2)                 │               0 │ -                          │
            ├───────────────────────────────┼───────────────────────────┼─────────────────┼────────────────────────────┤
            │ right (InputLayer)            │ (None, 3)                 │               0 │ -                          │
            ├───────────────────────────────┼───────────────────────────┼─────────────────┼────────────────────────────┤
            │ shared (Dense)                │ (None, 2)                 │               6 │ left[0][0]                 │
            ├───────────────────────────────┼───────────────────────────┼─────────────────┼────────────────────────────┤
            │ shared (Dense)                │ (None, 2)                 │               0 │ shared[0][0]               │
            ├───────────────────────────────┼───────────────────────────┼─────────────────┼────────────────────────────┤
            │ concatenate (Concatenate)     │ (None, 5)                 │               0 │ shared[1][0], right[0][0]  │
            └───────────────────────────────┴───────────────────────────┴─────────────────┴────────────────────────────┘
             Total params: 6 (24.00 B)
             Trainable params: 6 (24.00 B)
             Non-trainable params: 0 (0.00 B)

            """);
    }

    [Fact]
    public void LongNamesAreBrokenAndEveryLineIsAsLong()
    {
        var model = new Sequential(2, seed: 1).Dense(2, name: new string('n', 100));
        string[] lines = [.. Write(model).Split('\n').Skip(1).TakeWhile(line => !line.StartsWith(" Total", StringComparison.Ordinal))];
        Assert.All(lines, line => Assert.Equal(88, line.Length));
        Assert.Equal(
            100, lines.Where(line => line.StartsWith('│')).Sum(line => line.Split('│')[1].Replace("(Dense)", "",
            StringComparison.Ordinal).Count(letter => letter == 'n')));
    }

    private static void Check(Model model, string expected) => Assert.Equal(expected.ReplaceLineEndings("\n"), Write(model));

    private static string Write(Model model)
    {
        var writer = new StringWriter();
        model.Summary(writer);
        return writer.ToString().ReplaceLineEndings("\n");
    }
}
