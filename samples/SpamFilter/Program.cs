// A spam filter of the SpamAssassin corpus: trained on four fifths of the mails, tested on the last fifth, and on ham that looks like spam.
// Then it judges sentences that you type, and marks the words that drove each decision.
using System.Diagnostics;
using NeuralNet;
using NeuralNet.Text;

const double Goal = 0.975;
var watch = Stopwatch.StartNew();

Mails all = Mails.Read(Path.Combine(AppContext.BaseDirectory, "spam-assassin.tsv.gz"));
Mails mails = all.Where(group => !group.StartsWith("hard", StringComparison.Ordinal));
Mails hardHam = all.Where(group => group.StartsWith("hard", StringComparison.Ordinal));
var classes = new Tensor([mails.Count, 1], [.. mails.Labels.Select(label => label == SpamModel.Spam ? 1f : 0f)]);
var (trainRows, testRows) = Split.TrainTest(mails.Count, testFraction: 0.2, seed: 1, stratify: classes);
Mails train = mails.Gather(trainRows), test = mails.Gather(testRows);

TextClassifier filter = TextClassifier.Train(train.Texts, train.Labels, SpamModel.Options(seed: 1));
Evaluation result = filter.Evaluate(test.Texts, test.Labels);
int spam = test.Labels.Count(label => label == SpamModel.Spam);
Console.WriteLine($"Learned from {train.Count} mails and tested on {test.Count} others, of which {spam} are spam:");
Console.WriteLine($"accuracy  {result["accuracy"]:P1}");
Console.WriteLine($"precision {result["precision"]:P1} (of the mails called spam, those that are)");
Console.WriteLine($"recall    {result["recall"]:P1} (of the spam, that which is found)");
Console.WriteLine($"AUC       {result["auc"]:F4}");

// No training mail is of this kind: newsletters and offers that somebody wanted.
double hard = filter.Evaluate(hardHam.Texts, hardHam.Labels)["accuracy"];
Console.WriteLine();
Console.WriteLine($"Of {hardHam.Count} hard ham, wanted mails that look like spam, {hard:P1} are let through: it has learned from none.");

string path = Path.Combine(AppContext.BaseDirectory, "spam-filter.safetensors");
filter.Save(path);
TextClassifier loaded = TextClassifier.Load(path);
Console.WriteLine();
Judge("Congratulations! Click here to claim your free money now, no credit card is required.");
Judge("The patch fixes the crash when the kernel module is loaded twice, see the thread on the list.");
Console.WriteLine($"Took {watch.Elapsed.TotalSeconds:F1} s.");

while (!args.Contains("--quick") && !Console.IsInputRedirected)
{
    Console.Write("A sentence, or Enter to end: ");
    if (Console.ReadLine() is not { Length: > 0 } sentence)
        break;
    Judge(sentence);
}

return result["accuracy"] >= Goal ? 0 : 1;

void Judge(string sentence)
{
    TextExplanation explanation = loaded.Explain(sentence, SpamModel.Spam);
    Console.WriteLine(Highlighting.Of(explanation));
    Console.WriteLine($"→ {loaded.Predict(sentence)}; + speaks for spam, − for ham. {explanation}");
    Console.WriteLine();
}
