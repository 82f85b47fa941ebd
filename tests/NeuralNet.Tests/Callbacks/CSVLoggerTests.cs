using System.Globalization;

namespace NeuralNet.Tests;

public sealed class CSVLoggerTests : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".csv");

    public void Dispose() => File.Delete(file);

    [Fact]
    public void EachEpochIsALine()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            History history = new ScriptedFit(0.5, 1.25).Run(new CSVLogger(file));
            string loss0 = history["loss"][0].ToString("R", CultureInfo.InvariantCulture), loss1 = history["loss"][1].ToString("R", CultureInfo.InvariantCulture);
            Assert.Equal($"epoch,loss,score\r\n0,{loss0},0.5\r\n1,{loss1},1.25\r\n", File.ReadAllText(file));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void ItIsWrittenDuringTraining()
    {
        var lengths = new List<int>();
        new ScriptedFit(1, 2, 3).Run(new CSVLogger(file), new LambdaCallback(onEpochEnd: _ => lengths.Add(File.ReadAllLines(file).Length)));
        Assert.Equal([2, 3, 4], lengths);
    }

    [Fact]
    public void ALaterTrainingReplacesOrAppends()
    {
        new ScriptedFit(1, 2).Run(new CSVLogger(file));
        new ScriptedFit(3).Run(new CSVLogger(file, append: true));
        Assert.Equal(4, File.ReadAllLines(file).Length);
        new ScriptedFit(3).Run(new CSVLogger(file));
        Assert.Equal(2, File.ReadAllLines(file).Length);
    }

    [Fact]
    public void OtherColumnsAreNotAppended()
    {
        File.WriteAllText(file, "epoch,accuracy\r\n0,1\r\n");
        Assert.Contains("append: false", Assert.Throws<InvalidOperationException>(
            () => new ScriptedFit(3).Run(new CSVLogger(file, append: true))).Message, StringComparison.Ordinal);
        Assert.Equal("epoch,accuracy\r\n0,1\r\n", File.ReadAllText(file));
    }

    [Fact]
    public void NamesAreQuotedAndMissingFiguresAreNA()
    {
        var model = new Sequential(1, seed: 1).Dense(1);
        model.Compile(new SGD(0), "mse");
        Tensor x = new float[,] { { 1 }, { 2 } };
        var odd = new LambdaCallback(onEpochEnd: run => run.Logs.Set("a;\"b\"", run.Epoch));
        model.Fit(x, x, epochs: 2, verbose: Verbosity.Silent, callbacks: [odd, new CSVLogger(file, ";")], validationData: (x, x), validationFreq: 2);
        string[] lines = File.ReadAllLines(file);
        Assert.Equal("epoch;\"a;\"\"b\"\"\";loss;val_loss", lines[0]);
        Assert.EndsWith(";NA", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("NA", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("1")]
    public void ASeparatorThatNumbersHaveIsRefused(string separator) =>
        Assert.Throws<ArgumentException>(() => new CSVLogger(file, separator));
}
